package dev.convbench.check;

/**
 * How far computed values are from expected ones, element by element, and whether each is within what it is allowed.
 *
 * <p>With expected value e and allowed error t an element a passes if |a − e| ≤ t; if e is NaN, a must be NaN, and if e is
 * infinite, a must be equal to it.
 *
 * @param elements how many were compared
 * @param misses how many of them were not within their bound
 * @param worstAbsolute largest |a − e|; NaN if one of the two was not finite where the other was
 * @param worstRelative largest |a − e| / max(1, |e|); NaN as above
 * @param worstFraction largest |a − e| / t; infinite where nothing was allowed or the kinds differ
 * @param index element of the first miss, or of the worst fraction if there is no miss; −1 if nothing was compared
 * @param expected its expected value
 * @param actual its computed value
 * @param allowed its allowed error
 */
public record Comparison(
        long elements,
        long misses,
        double worstAbsolute,
        double worstRelative,
        double worstFraction,
        int index,
        double expected,
        double actual,
        double allowed) {

    /** Nothing compared. */
    public static final Comparison NONE = new Comparison(0, 0, 0, 0, 0, -1, 0, 0, 0);

    /** Whether every element was within its bound. */
    public boolean ok() {
        return misses == 0;
    }

    /**
     * Compares whole arrays.
     *
     * @param magnitude sum of the absolute values of the terms behind each element
     * @param bound what is allowed
     */
    static Comparison compare(double[] actual, double[] expected, double[] magnitude, Bound bound) {
        Tally tally = new Tally();
        for (int i = 0; i < expected.length; i++) {
            tally.add(i, actual[i], expected[i], bound.allowed(expected[i], magnitude[i]));
        }
        return tally.result();
    }

    /** Compares whole arrays for equality; NaN equals NaN, +0 equals −0. */
    public static Comparison compareExactly(double[] actual, double[] expected) {
        Tally tally = new Tally();
        for (int i = 0; i < expected.length; i++) {
            tally.add(i, actual[i], expected[i], 0);
        }
        return tally.result();
    }

    /** Compares index arrays for equality. */
    public static Comparison compareExactly(int[] actual, int[] expected) {
        Tally tally = new Tally();
        for (int i = 0; i < expected.length; i++) {
            tally.add(i, actual[i], expected[i], 0);
        }
        return tally.result();
    }

    /** This comparison and another one of the same array. */
    public Comparison and(Comparison other) {
        boolean mine = !ok() || (other.ok() && !(other.worstFraction > worstFraction) && index >= 0);
        Comparison shown = mine ? this : other;
        return new Comparison(
                elements + other.elements,
                misses + other.misses,
                Math.max(worstAbsolute, other.worstAbsolute),
                Math.max(worstRelative, other.worstRelative),
                Math.max(worstFraction, other.worstFraction),
                shown.index,
                shown.expected,
                shown.actual,
                shown.allowed);
    }

    /** Collects elements one by one. */
    public static final class Tally {
        private long elements;
        private long misses;
        private double worstAbsolute;
        private double worstRelative;
        private double worstFraction;
        private int index = -1;
        private double shownExpected;
        private double shownActual;
        private double shownAllowed;

        /** Adds one element. */
        public void add(int at, double actual, double expected, double allowed) {
            elements++;
            boolean same = actual == expected || (Double.isNaN(actual) && Double.isNaN(expected));
            boolean finite = Double.isFinite(actual) && Double.isFinite(expected);
            double error = same ? 0 : finite ? Math.abs(actual - expected) : Double.NaN;
            worstAbsolute = Math.max(worstAbsolute, error);
            worstRelative = Math.max(worstRelative, same ? 0 : error / Math.max(1, Math.abs(expected)));
            boolean pass = same || error <= allowed;
            double fraction = same ? 0 : finite && allowed > 0 ? error / allowed : Double.POSITIVE_INFINITY;
            boolean show = pass ? misses == 0 && (index < 0 || fraction > worstFraction) : misses == 0;
            worstFraction = Math.max(worstFraction, fraction);
            misses += pass ? 0 : 1;
            if (show) {
                index = at;
                shownExpected = expected;
                shownActual = actual;
                shownAllowed = allowed;
            }
        }

        /** What was added so far. */
        public Comparison result() {
            return new Comparison(
                    elements,
                    misses,
                    worstAbsolute,
                    worstRelative,
                    worstFraction,
                    index,
                    shownExpected,
                    shownActual,
                    shownAllowed);
        }
    }
}
