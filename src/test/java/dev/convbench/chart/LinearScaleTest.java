package dev.convbench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions and ticks. */
class LinearScaleTest {
    @Test
    void lengthsAreInProportion() {
        LinearScale scale = LinearScale.of(50, 100, 400);
        assertEquals(2 * scale.length(20), scale.length(40), 1e-9);
        assertEquals(100, scale.position(0), 0);
        assertEquals(500, scale.position(1e6), 0, "nothing beyond the end");
    }

    @Test
    void ticksAreRound() {
        assertEquals(
                List.of(0.0, 5.0, 10.0, 15.0, 20.0, 25.0),
                LinearScale.of(25, 0, 1).ticks());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-5, 0.03, 0.99, 1, 1.97, 2.1, 4.9, 9.99, 10, 99, 12_345})
    void thereAreEnoughTicksAndNotTooMany(double largest) {
        int ticks = LinearScale.of(largest, 0, 1).ticks().size();
        assertTrue(ticks >= 5 && ticks <= 12, largest + ": " + ticks);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWhatIsNoExtent(double largest) {
        assertThrows(IllegalArgumentException.class, () -> LinearScale.of(largest, 0, 1));
    }
}
