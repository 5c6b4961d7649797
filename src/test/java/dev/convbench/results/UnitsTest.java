package dev.convbench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void ratesAndTimesOfAllUnitsGiveOperationsASecond() {
        assertEquals(7, Units.parse("ops/s").operationsPerSecond(7));
        assertEquals(7e9, Units.parse("ops/ns").operationsPerSecond(7), 1);
        assertEquals(2, Units.parse("ops/min").operationsPerSecond(120), 1e-12);
        assertEquals(250, Units.parse("ms/op").operationsPerSecond(4), 1e-9);
        assertEquals(1e6, Units.parse("us/op").operationsPerSecond(1), 1e-6);
    }

    @Test
    void otherTextIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Units.parse("B/op"));
        assertThrows(IllegalArgumentException.class, () -> Units.parse("ops/fortnight"));
    }
}
