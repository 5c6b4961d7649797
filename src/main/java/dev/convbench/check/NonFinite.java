package dev.convbench.check;

/** Puts a few NaN, infinities and negative zeros into an array. */
final class NonFinite {
    private static final double[] VALUES = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.POSITIVE_INFINITY
    };

    /** One element in this many is replaced, and at least one. */
    static final int SPACING = 23;

    /** As {@link #SPACING} where each replaced element spoils a tile. */
    static final int TILE_SPACING = 499;

    private NonFinite() {}

    /** Small whole numbers, some of them replaced. */
    static double[] integers(int length, long seed) {
        double[] values = Data.integers(length, seed);
        sprinkle(values, SPACING, Data.seed(seed, 0));
        return values;
    }

    /** Replaces one element in {@code spacing}, and at least one, of {@code values}, which may be null. */
    static void sprinkle(double[] values, int spacing, long seed) {
        if (values == null) {
            return;
        }
        long first = Data.bits(seed, -1) >>> 1;
        for (int k = 0; k <= values.length / spacing; k++) {
            int at = (int) Long.remainderUnsigned(Data.bits(seed, k), values.length);
            values[at] = VALUES[(int) Long.remainderUnsigned(first + k, VALUES.length)];
        }
    }
}
