package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GateTimesTest {
    private static List<String> iterations(String warmup, String measured) {
        return List.of("-wi", "2", "-w", warmup, "-i", "5", "-r", measured);
    }

    @Test
    void allPairsIfTimeAllows() {
        // 65 % of 1000 s for 2 x 10 x 10 forks: 3.25 s each, of which 1.25 s are overhead and half the rest is warm-up.
        assertEquals(new GateTimes(10, iterations("500ms", "200ms")), GateTimes.of(1000, true, 10, 10, 1.25));
    }

    @Test
    void theWholeBudgetWhereThereIsOneStage() {
        assertEquals(new GateTimes(10, iterations("500ms", "200ms")), GateTimes.of(650, false, 10, 10, 1.25));
    }

    @Test
    void fewerPairsBeforeForksAreTooShort() {
        // 130 s for 2 x 10 forks a pair: 7 of at least 0.9 s each, and what is left over makes them longer.
        double each = 130.0 / (2 * 10 * 7) - 0.6;
        assertEquals(
                new GateTimes(7, iterations(Math.round(each * 250) + "ms", Math.round(each * 100) + "ms")),
                GateTimes.of(200, true, 10, 10, 0.6));
    }

    @Test
    void neverSoFewPairsThatNothingCanBeSaid() {
        assertEquals(new GateTimes(5, iterations("75ms", "30ms")), GateTimes.of(1, true, 10, 10, 1));
    }

    @Test
    void noForkIsLongerThanUseful() {
        assertEquals(new GateTimes(10, iterations("2000ms", "800ms")), GateTimes.of(1e6, true, 1, 10, 1));
    }
}
