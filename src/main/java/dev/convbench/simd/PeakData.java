package dev.convbench.simd;

import java.util.SplittableRandom;

/**
 * Numbers for the peak kernels. Every chain computes v = v·a + b again and again with |a| < 1, so it stays near b / (1 − a):
 * no overflow, no denormal numbers, and no value that the compiler could know.
 */
final class PeakData {
    private PeakData() {}

    /** A factor a in [0.5, 0.75). */
    static double factor(SplittableRandom random) {
        return random.nextDouble(0.5, 0.75);
    }

    /** A summand b, or a start value, in [0.25, 1). */
    static double summand(SplittableRandom random) {
        return random.nextDouble(0.25, 1);
    }

    /** A factor, then {@code length} − 1 summands. */
    static double[] chains(long seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] data = new double[length];
        data[0] = factor(random);
        for (int i = 1; i < length; i++) {
            data[i] = summand(random);
        }
        return data;
    }
}
