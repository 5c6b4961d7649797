package dev.convbench.results.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where changes are found, and how often by chance. */
class ChangePointsTest {
    private static final double MIN_EFFECT = 0.03;

    private static double[] unknown(int n) {
        double[] errors = new double[n];
        Arrays.fill(errors, Double.NaN);
        return errors;
    }

    private static Set<Integer> changes(double... rates) {
        return ChangePoints.of(rates, unknown(rates.length), MIN_EFFECT);
    }

    /** Rates around 100 that vary by so much, from one place on multiplied by a factor. */
    private static double[] noisy(Random random, int n, double deviation, int from, double factor) {
        double[] rates = new double[n];
        for (int k = 0; k < n; k++) {
            rates[k] = 100 * Math.exp(deviation * random.nextGaussian()) * (k >= from ? factor : 1);
        }
        return rates;
    }

    @Test
    void aStepIsFoundWhereItIs() {
        assertEquals(Set.of(5), changes(100, 101, 99, 100, 100.5, 90, 91, 90, 89.5, 90));
        assertEquals(Set.of(4, 9), changes(100, 101, 99, 100, 90, 91, 90, 89.5, 90, 100, 101, 99, 100));
    }

    @Test
    void singleOutliersAreNoChange() {
        assertEquals(Set.of(), changes(100, 101, 99, 100, 30, 100, 101, 99, 100, 100, 60, 55, 100, 99, 101, 100));
    }

    @Test
    void aStepBelowTheSmallestEffectIsNone() {
        double[] rates = {100, 100.1, 99.9, 100, 100, 98, 98.1, 97.9, 98, 98};
        assertEquals(Set.of(), changes(rates));
        assertEquals(Set.of(5), ChangePoints.of(rates, unknown(10), 0.01));
    }

    @Test
    void forksThatVaryMoreThanTheStepHideIt() {
        double[] rates = {100, 101, 99, 100, 100.5, 90, 91, 90, 89.5, 90};
        double[] errors = new double[10];
        Arrays.fill(errors, 0.2);
        assertEquals(Set.of(), ChangePoints.of(rates, errors, MIN_EFFECT));
    }

    @Test
    void fewPointsAndEqualPointsHaveNone() {
        assertEquals(Set.of(), changes());
        assertEquals(Set.of(), changes(1));
        assertEquals(Set.of(), changes(100, 100, 50, 50, 50));
        assertEquals(Set.of(), changes(7, 7, 7, 7, 7, 7, 7, 7));
        assertEquals(Set.of(3), changes(7, 7, 7, 5, 5, 5));
    }

    @Test
    void onlyTheLastPointsOfALongSeriesAreLookedAt() {
        double[] rates = noisy(new Random(5), 3 * ChangePoints.LONGEST, 0.01, 2 * ChangePoints.LONGEST + 50, 0.9);
        assertEquals(Set.of(2 * ChangePoints.LONGEST + 50), changes(rates));
    }

    @Test
    void noiseIsHardlyEverCalledAChange() {
        Random random = new Random(11);
        int called = 0;
        int trials = 0;
        for (int n : new int[] {8, 16, 40, 100}) {
            for (double deviation : new double[] {0.005, 0.02, 0.05}) {
                for (int trial = 0; trial < 100; trial++) {
                    trials++;
                    called += changes(noisy(random, n, deviation, n, 1)).isEmpty() ? 0 : 1;
                }
            }
        }
        assertTrue(called <= trials / 100, called + " of " + trials + " flat series");
    }

    @Test
    void aStepOfFivePerCentIsFoundInNoiseOfTwo() {
        Random random = new Random(12);
        int found = 0;
        int near = 0;
        for (int trial = 0; trial < 300; trial++) {
            Set<Integer> changes = changes(noisy(random, 24, 0.02, 12, 0.95));
            found += changes.isEmpty() ? 0 : 1;
            near += changes.stream().anyMatch(at -> Math.abs(at - 12) <= 1) ? 1 : 0;
        }
        assertTrue(found >= 240, found + " of 300 steps");
        assertTrue(near >= 200, near + " of 300 places");
    }
}
