package dev.convbench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EstimateTest {
    /** 97.5 % quantile of Student's t with two degrees of freedom, from tables. */
    private static final double T2 = 4.302652730;

    @Test
    void isTheGeometricMeanWithAnIntervalOfLogarithms() {
        Estimate estimate = Estimate.of(100, 200, 400);
        double error = T2 * Math.log(2) / Math.sqrt(3);
        assertEquals(200, estimate.value(), 1e-9);
        assertEquals(200 * Math.exp(-error), estimate.low(), 1e-6);
        assertEquals(200 * Math.exp(error), estimate.high(), 1e-5);
        assertEquals(3, estimate.forks());
    }

    @Test
    void oneForkHasNoInterval() {
        Estimate estimate = Estimate.of(5);
        assertEquals(5, estimate.value());
        assertFalse(estimate.hasInterval());
        assertTrue(Double.isNaN(estimate.low()) && Double.isNaN(estimate.high()));
    }

    @Test
    void nothingIsNoEstimate() {
        assertFalse(Estimate.of().exists());
    }

    @Test
    void theReciprocalSwapsTheEnds() {
        Estimate time = new Estimate(200, 100, 400, 3).reciprocal(1e3);
        assertEquals(5, time.value());
        assertEquals(2.5, time.low());
        assertEquals(10, time.high());
    }

    @Test
    void medianOfOddEvenAndNothing() {
        assertEquals(2, Estimate.median(3, 1, 2));
        assertEquals(2.5, Estimate.median(4, 1, 3, 2));
        assertTrue(Double.isNaN(Estimate.median()));
    }
}
