package dev.convbench.simd;

import java.util.Arrays;

/**
 * Peak kernel without the Vector API: v[i] = v[i]·a + b, eight times an element between one load and one store, over an
 * array in the L1 cache. The elements are independent, so the JIT compiler can take them in vectors.
 */
final class ScalarPeak {
    private static final int STEPS = 8;

    /** 4 KiB of doubles. */
    private static final int LENGTH = 512;

    /** Passes over the array in one run: about a millisecond. */
    private static final int ROUNDS = 6_000;

    /** Floating point operations of one run. */
    static final long FLOPS = 2L * STEPS * LENGTH * ROUNDS;

    private final double a;
    private final double b;
    private final double[] v;

    ScalarPeak(long seed) {
        double[] data = PeakData.chains(seed, 2 + LENGTH);
        a = data[0];
        b = data[1];
        v = Arrays.copyOfRange(data, 2, data.length);
    }

    double run() {
        for (int round = 0; round < ROUNDS; round++) {
            pass(v, a, b);
        }
        return v[0] + v[LENGTH - 1];
    }

    private static void pass(double[] v, double a, double b) {
        for (int i = 0; i < LENGTH; i++) {
            double value = v[i];
            value = Math.fma(value, a, b);
            value = Math.fma(value, a, b);
            value = Math.fma(value, a, b);
            value = Math.fma(value, a, b);
            value = Math.fma(value, a, b);
            value = Math.fma(value, a, b);
            value = Math.fma(value, a, b);
            value = Math.fma(value, a, b);
            v[i] = value;
        }
    }
}
