package dev.convbench.check;

import java.util.Arrays;

/**
 * Seeded test data. Element i is a function of the seed and of i alone, so an array is the same however and by however many
 * threads it is filled.
 *
 * <p>The generator is SplitMix64 (Steele, Lea and Flood 2014) used as a counter: the i-th state is hashed.
 */
public final class Data {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /** Largest absolute value of {@link #integers}: sums of a million products stay far below 2²⁴. */
    public static final int LARGEST_INTEGER = 3;

    private Data() {}

    /** A seed for one of several independent streams of one seed. */
    public static long seed(long seed, long stream) {
        return mix(mix(seed) + GOLDEN * (stream + 1));
    }

    /** Values uniform in [−1, 1). */
    public static double[] uniform(int length, long seed) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = (bits(seed, i) >>> 11) * 0x1p-52 - 1;
        }
        return values;
    }

    /** Whole numbers uniform in −3 … 3, whose sums of products are exact in any order. */
    public static double[] integers(int length, long seed) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = Math.floorMod(bits(seed, i), 2 * LARGEST_INTEGER + 1) - LARGEST_INTEGER;
        }
        return values;
    }

    /** Values +1 and −1. */
    public static double[] signs(int length, long seed) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = bits(seed, i) < 0 ? -1 : 1;
        }
        return values;
    }

    /** Nothing but NaN: what an output holds before it is written. */
    public static double[] nan(int length) {
        double[] values = new double[length];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    /** The absolute values, or null for null. */
    public static double[] absolute(double[] values) {
        return values == null ? null : Arrays.stream(values).map(Math::abs).toArray();
    }

    /** The largest finite absolute value; 0 of null. */
    static double largest(double[] values) {
        double largest = 0;
        if (values != null) {
            for (double value : values) {
                largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
            }
        }
        return largest;
    }

    /** 64 random bits: number {@code index} of the stream of {@code seed}. */
    public static long bits(long seed, long index) {
        return mix(seed + GOLDEN * (index + 1));
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
