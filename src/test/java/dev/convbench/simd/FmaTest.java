package dev.convbench.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The decision on fused multiply-add. */
class FmaTest {
    @Test
    void theOverrideDecides() {
        assertTrue(Fma.decide("true"));
        assertFalse(Fma.decide("false"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Fma.decide("yes"));
        assertTrue(e.getMessage().contains("convbench.fma is 'yes'"), e.getMessage());
    }

    @Test
    void withoutOverrideTheFlagOfTheJvmDecides() {
        assertEquals("true".equals(Fma.flag("UseFMA")), Fma.decide(null));
        assertEquals("", Fma.flag("NoSuchFlag"));
    }

    @Test
    void roundsOnceOnlyWhereFused() {
        double a = 1 + 0x1p-30;
        double exactTail = 0x1p-60;
        double rounded = Fma.fma(a, a, -(1 + 0x1p-29));
        assertEquals(Fma.FUSED ? exactTail : 0, rounded);
        float single = 1 + 0x1p-13f;
        assertEquals(Fma.FUSED ? 0x1p-26f : 0, Fma.fma(single, single, -(1 + 0x1p-12f)));
    }
}
