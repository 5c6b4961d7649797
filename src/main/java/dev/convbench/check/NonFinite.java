package dev.convbench.check;

/** Puts a few NaN, infinities and negative zeros into an array. */
final class NonFinite {
    private static final double[] VALUES = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.POSITIVE_INFINITY
    };

    /** One element in this many is replaced, and at least one. */
    private static final int SPACING = 23;

    private NonFinite() {}

    /** Replaces elements of {@code values}, which may be null. */
    static void sprinkle(double[] values, long seed) {
        if (values == null) {
            return;
        }
        for (int k = 0; k <= values.length / SPACING; k++) {
            int at = (int) Long.remainderUnsigned(Data.bits(seed, 2L * k), values.length);
            values[at] = VALUES[(int) Long.remainderUnsigned(Data.bits(seed, 2L * k + 1), VALUES.length)];
        }
    }
}
