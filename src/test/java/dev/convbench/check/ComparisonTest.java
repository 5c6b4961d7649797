package dev.convbench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.Precision;
import org.junit.jupiter.api.Test;

/** The two bounds, kinds of values, and which element a comparison shows. */
class ComparisonTest {
    private static final double[] ONES = {1, 1, 1};

    private static Comparison one(double actual, double expected, double allowed) {
        Comparison.Tally tally = new Comparison.Tally();
        tally.add(0, actual, expected, allowed);
        return tally.result();
    }

    @Test
    void bothBoundsHold() {
        assertEquals(1e-8, new Bound(1, 1e-8).allowed(0.5, 1), "the absolute tolerance");
        assertEquals(5e-8, new Bound(1, 1e-8).allowed(-5, 1), "grows with large values");
        assertEquals(
                1e-12, new Bound(5e-13, 1e-8).allowed(0.5, 2), 1e-27, "the bound of the algorithm, where it is less");
        assertEquals(0, new Bound(1e-3, 1e-8).allowed(0.5, 0), "no terms, no error");
        assertEquals(0, Bound.EXACT.allowed(0.5, 2), "exact");
        assertEquals(new Bound(4 * 10 * 0x1p-53, 1e-8), Bound.of(3, 9, Precision.F64));
    }

    @Test
    void floatIsHeldToTheBoundOfTheAlgorithmAlone() {
        double factor = 10 * (3 * 0x1p-24 + 0x1p-53);
        assertEquals(new Bound(factor, Double.POSITIVE_INFINITY), Bound.of(3, 9, Precision.F32));
        assertEquals(4 * factor, Bound.of(3, 9, Precision.F32).allowed(0.5, 4));
    }

    @Test
    void theLimitIsAllowedAndNoMore() {
        assertTrue(one(1.5, 1, 0.5).ok());
        assertFalse(one(Math.nextUp(1.5), 1, 0.5).ok());
        assertEquals(1, one(1.5, 1, 0.5).worstFraction());
    }

    @Test
    void kindsMustMatch() {
        double infinity = Double.POSITIVE_INFINITY;
        assertTrue(one(Double.NaN, Double.NaN, 0).ok());
        assertTrue(one(infinity, infinity, 0).ok());
        assertTrue(one(-0.0, 0.0, 0).ok());
        assertFalse(one(Double.NaN, 1, infinity).ok());
        assertFalse(one(1, Double.NaN, infinity).ok());
        assertFalse(one(infinity, -infinity, infinity).ok());
        assertFalse(one(1, infinity, infinity).ok());
        assertFalse(one(infinity, 1e308, infinity).ok());
        assertTrue(Double.isNaN(one(Double.NaN, 1, 1).worstAbsolute()));
        assertEquals(infinity, one(Double.NaN, 1, 1).worstFraction());
        assertEquals(0, one(Double.NaN, Double.NaN, 0).worstRelative());
    }

    @Test
    void showsTheFirstMiss() {
        Comparison comparison = Comparison.compareExactly(new double[] {1, 2, 9}, ONES);
        assertEquals(3, comparison.elements());
        assertEquals(2, comparison.misses());
        assertEquals(1, comparison.index());
        assertEquals(2, comparison.actual());
        assertEquals(1, comparison.expected());
        assertEquals(8, comparison.worstAbsolute());
    }

    @Test
    void showsTheWorstElementIfNoneMisses() {
        Comparison comparison = Comparison.compare(
                new double[] {1, 1 + 2e-9, 1 + 1e-9},
                ONES,
                new double[] {1, 1, 0.1},
                new Bound(Bound.TOLERANCE * 2, 1));
        assertTrue(comparison.ok());
        assertEquals(2, comparison.index(), "half of what it is allowed");
        assertEquals(0.5, comparison.worstFraction(), 1e-6);
        assertEquals(2e-9, comparison.worstAbsolute(), 1e-15);
    }

    @Test
    void relativeErrorIsTakenOfValuesAboveOne() {
        assertEquals(0.25, one(1.25, 1, 1).worstRelative());
        assertEquals(0.25, one(0.5, 0.25, 1).worstRelative());
        assertEquals(0.25, one(5, 4, 1).worstRelative());
    }

    @Test
    void comparisonsAddUp() {
        Comparison good = one(1.1, 1, 1);
        Comparison better = one(1.05, 1, 1);
        Comparison bad = one(7, 1, 1);
        assertEquals(good.actual(), Comparison.NONE.and(better).and(good).actual());
        assertEquals(good.actual(), good.and(better).actual());
        assertEquals(7, good.and(bad).and(better).actual());
        assertEquals(7, bad.and(one(9, 1, 1)).actual(), "the first miss is shown");
        assertEquals(1, good.and(bad).misses());
        assertEquals(2, good.and(bad).elements());
        assertEquals(6, good.and(bad).worstAbsolute());
    }

    @Test
    void indicesMustBeEqual() {
        assertTrue(
                Comparison.compareExactly(new int[] {1, -1}, new int[] {1, -1}).ok());
        assertEquals(
                1,
                Comparison.compareExactly(new int[] {1, 0}, new int[] {1, -1}).index());
    }
}
