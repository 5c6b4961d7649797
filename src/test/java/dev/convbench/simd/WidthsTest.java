package dev.convbench.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
class WidthsTest {
    @Test
    void widthsAreReadAsBits() {
        assertEquals(0, Widths.parse(null));
        assertEquals(128, Widths.parse("128"));
        assertEquals(256, Widths.parse("256"));
        assertEquals(512, Widths.parse("512"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "100", "1024", "-128", "0256", " 256", "wide"})
    void anyOtherWidthIsRefusedByName(String text) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> Widths.parse(text));
        assertEquals("convbench.vector.bits is '" + text + "', must be 128, 256 or 512", refusal.getMessage());
    }

    @Test
    void widerThanTheHardwareIsNotTimed() {
        assertEquals("", Widths.timingProblem(256, 512));
        assertEquals("", Widths.timingProblem(256, 256));
        assertEquals(
                "convbench.vector.bits asks for 512 bits but the hardware has 256:"
                        + " emulated vectors can be tested but not timed",
                Widths.timingProblem(512, 256));
    }

    @Test
    void speciesHasTheWidthInUse() {
        assertTrue(VectorModule.isUsable(), VectorModule.problem());
        String asked = System.getProperty(Widths.PROPERTY);
        assertEquals(asked == null ? Widths.hardwareBits() : Integer.parseInt(asked), Widths.bits());
        assertEquals(Widths.bits(), Species.F64.vectorBitSize());
        assertEquals(Widths.bits() / Double.SIZE, Species.LANES_F64);
    }
}
