package dev.convbench.simd;

import java.util.SplittableRandom;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Peak kernel: C = A·B for one register tile of 8 rows and 2 vectors, A and B being in the L1 cache. Two loads and eight
 * broadcasts feed sixteen multiply-adds. The best a matrix product can do, in vectors of the hardware's width.
 */
final class TilePeak {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    private static final int LANES = SPECIES.length();

    private static final int ROWS = 8;

    /** Length of the contraction: A and B take 24 KiB at 512 bits, three quarters of a common L1 cache. */
    private static final int DEPTH = 128;

    /** Tiles in one run: about a millisecond. */
    private static final int ROUNDS = 1_600;

    private final double[] a = new double[ROWS * DEPTH];
    private final double[] b = new double[2 * LANES * DEPTH];
    private final double[] c = new double[ROWS * 2 * LANES];

    TilePeak(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < a.length; i++) {
            a[i] = PeakData.factor(random);
        }
        for (int i = 0; i < b.length; i++) {
            b[i] = PeakData.summand(random);
        }
    }

    static long flops() {
        return 2L * ROWS * 2 * LANES * DEPTH * ROUNDS;
    }

    double run() {
        for (int round = 0; round < ROUNDS; round++) {
            // Each tile starts from another number, so that no two can be taken for the same.
            a[0] = c[0] * 0x1p-10;
            tile(a, b, c);
        }
        return c[c.length - 1] + c[0];
    }

    private static void tile(double[] a, double[] b, double[] c) {
        DoubleVector acc00 = DoubleVector.zero(SPECIES);
        DoubleVector acc01 = DoubleVector.zero(SPECIES);
        DoubleVector acc10 = DoubleVector.zero(SPECIES);
        DoubleVector acc11 = DoubleVector.zero(SPECIES);
        DoubleVector acc20 = DoubleVector.zero(SPECIES);
        DoubleVector acc21 = DoubleVector.zero(SPECIES);
        DoubleVector acc30 = DoubleVector.zero(SPECIES);
        DoubleVector acc31 = DoubleVector.zero(SPECIES);
        DoubleVector acc40 = DoubleVector.zero(SPECIES);
        DoubleVector acc41 = DoubleVector.zero(SPECIES);
        DoubleVector acc50 = DoubleVector.zero(SPECIES);
        DoubleVector acc51 = DoubleVector.zero(SPECIES);
        DoubleVector acc60 = DoubleVector.zero(SPECIES);
        DoubleVector acc61 = DoubleVector.zero(SPECIES);
        DoubleVector acc70 = DoubleVector.zero(SPECIES);
        DoubleVector acc71 = DoubleVector.zero(SPECIES);
        for (int k = 0, p = 0, q = 0; k < DEPTH; k++, p += ROWS, q += 2 * LANES) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, q);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, q + LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[p]);
            acc00 = a0.fma(b0, acc00);
            acc01 = a0.fma(b1, acc01);
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[p + 1]);
            acc10 = a1.fma(b0, acc10);
            acc11 = a1.fma(b1, acc11);
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[p + 2]);
            acc20 = a2.fma(b0, acc20);
            acc21 = a2.fma(b1, acc21);
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[p + 3]);
            acc30 = a3.fma(b0, acc30);
            acc31 = a3.fma(b1, acc31);
            DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[p + 4]);
            acc40 = a4.fma(b0, acc40);
            acc41 = a4.fma(b1, acc41);
            DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[p + 5]);
            acc50 = a5.fma(b0, acc50);
            acc51 = a5.fma(b1, acc51);
            DoubleVector a6 = DoubleVector.broadcast(SPECIES, a[p + 6]);
            acc60 = a6.fma(b0, acc60);
            acc61 = a6.fma(b1, acc61);
            DoubleVector a7 = DoubleVector.broadcast(SPECIES, a[p + 7]);
            acc70 = a7.fma(b0, acc70);
            acc71 = a7.fma(b1, acc71);
        }
        acc00.intoArray(c, 0);
        acc01.intoArray(c, LANES);
        acc10.intoArray(c, 2 * LANES);
        acc11.intoArray(c, 3 * LANES);
        acc20.intoArray(c, 4 * LANES);
        acc21.intoArray(c, 5 * LANES);
        acc30.intoArray(c, 6 * LANES);
        acc31.intoArray(c, 7 * LANES);
        acc40.intoArray(c, 8 * LANES);
        acc41.intoArray(c, 9 * LANES);
        acc50.intoArray(c, 10 * LANES);
        acc51.intoArray(c, 11 * LANES);
        acc60.intoArray(c, 12 * LANES);
        acc61.intoArray(c, 13 * LANES);
        acc70.intoArray(c, 14 * LANES);
        acc71.intoArray(c, 15 * LANES);
    }
}
