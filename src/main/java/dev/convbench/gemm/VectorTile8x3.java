package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 8 x 3 microkernel: 8 rows times 3 vectors of pixels, 24 accumulators.
 *
 * <p>Registers: 24 accumulators, 3 pixel vectors and 1 broadcast weight = 28 of 32. Per step of k: 3 vector loads, 8
 * broadcasts and 24 multiply-adds. A weight is broadcast from memory, which never crosses a cache line, while a vector
 * of pixels mostly does; so few vectors and many rows: on Intel cores, where such a load takes two turns, this is a
 * fifth faster than 4 x 6.
 */
final class VectorTile8x3 extends VectorTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    VectorTile8x3() {
        super(8, 3, new VectorTile8x2());
    }

    @Override
    public void run(
            int kc,
            double[] x,
            int xAt,
            int[] offset,
            double[] w,
            int wAt,
            int[] wOffset,
            int wRow,
            int rows,
            double[] y,
            int yAt,
            int ldc,
            double[] init,
            int initAt) {
        assert kc <= MOST_TERMS : kc;
        kernel(kc, x, xAt, offset, w, wAt, rows, y, yAt, ldc, init, initAt);
    }

    /** Takes no more arguments than it needs: each costs a register. */
    private static void kernel(
            int kc,
            double[] x,
            int xAt,
            int[] offset,
            double[] w,
            int wAt,
            int rows,
            double[] y,
            int yAt,
            int ldc,
            double[] init,
            int initAt) {
        DoubleVector acc00 = DoubleVector.broadcast(SPECIES, init[initAt]);
        DoubleVector acc01 = acc00;
        DoubleVector acc02 = acc00;
        DoubleVector acc10 = DoubleVector.broadcast(SPECIES, init[initAt + 1]);
        DoubleVector acc11 = acc10;
        DoubleVector acc12 = acc10;
        DoubleVector acc20 = DoubleVector.broadcast(SPECIES, init[initAt + 2]);
        DoubleVector acc21 = acc20;
        DoubleVector acc22 = acc20;
        DoubleVector acc30 = DoubleVector.broadcast(SPECIES, init[initAt + 3]);
        DoubleVector acc31 = acc30;
        DoubleVector acc32 = acc30;
        DoubleVector acc40 = DoubleVector.broadcast(SPECIES, init[initAt + 4]);
        DoubleVector acc41 = acc40;
        DoubleVector acc42 = acc40;
        DoubleVector acc50 = DoubleVector.broadcast(SPECIES, init[initAt + 5]);
        DoubleVector acc51 = acc50;
        DoubleVector acc52 = acc50;
        DoubleVector acc60 = DoubleVector.broadcast(SPECIES, init[initAt + 6]);
        DoubleVector acc61 = acc60;
        DoubleVector acc62 = acc60;
        DoubleVector acc70 = DoubleVector.broadcast(SPECIES, init[initAt + 7]);
        DoubleVector acc71 = acc70;
        DoubleVector acc72 = acc70;
        int end = Math.min(kc, MOST_TERMS);
        int at = xAt + offset[0];
        for (int k = 0; k < end; k++) {
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, at);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, at + LANES);
            DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, at + 2 * LANES);
            at += offset[k + 1] - offset[k];
            DoubleVector w0 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8]);
            acc00 = x0.fma(w0, acc00);
            acc01 = x1.fma(w0, acc01);
            acc02 = x2.fma(w0, acc02);
            DoubleVector w1 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 1]);
            acc10 = x0.fma(w1, acc10);
            acc11 = x1.fma(w1, acc11);
            acc12 = x2.fma(w1, acc12);
            DoubleVector w2 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 2]);
            acc20 = x0.fma(w2, acc20);
            acc21 = x1.fma(w2, acc21);
            acc22 = x2.fma(w2, acc22);
            DoubleVector w3 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 3]);
            acc30 = x0.fma(w3, acc30);
            acc31 = x1.fma(w3, acc31);
            acc32 = x2.fma(w3, acc32);
            DoubleVector w4 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 4]);
            acc40 = x0.fma(w4, acc40);
            acc41 = x1.fma(w4, acc41);
            acc42 = x2.fma(w4, acc42);
            DoubleVector w5 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 5]);
            acc50 = x0.fma(w5, acc50);
            acc51 = x1.fma(w5, acc51);
            acc52 = x2.fma(w5, acc52);
            DoubleVector w6 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 6]);
            acc60 = x0.fma(w6, acc60);
            acc61 = x1.fma(w6, acc61);
            acc62 = x2.fma(w6, acc62);
            DoubleVector w7 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 7]);
            acc70 = x0.fma(w7, acc70);
            acc71 = x1.fma(w7, acc71);
            acc72 = x2.fma(w7, acc72);
        }
        acc00.intoArray(y, yAt);
        acc01.intoArray(y, yAt + LANES);
        acc02.intoArray(y, yAt + 2 * LANES);
        if (rows > 1) {
            int to1 = yAt + ldc;
            acc10.intoArray(y, to1);
            acc11.intoArray(y, to1 + LANES);
            acc12.intoArray(y, to1 + 2 * LANES);
        }
        if (rows > 2) {
            int to2 = yAt + 2 * ldc;
            acc20.intoArray(y, to2);
            acc21.intoArray(y, to2 + LANES);
            acc22.intoArray(y, to2 + 2 * LANES);
        }
        if (rows > 3) {
            int to3 = yAt + 3 * ldc;
            acc30.intoArray(y, to3);
            acc31.intoArray(y, to3 + LANES);
            acc32.intoArray(y, to3 + 2 * LANES);
        }
        if (rows > 4) {
            int to4 = yAt + 4 * ldc;
            acc40.intoArray(y, to4);
            acc41.intoArray(y, to4 + LANES);
            acc42.intoArray(y, to4 + 2 * LANES);
        }
        if (rows > 5) {
            int to5 = yAt + 5 * ldc;
            acc50.intoArray(y, to5);
            acc51.intoArray(y, to5 + LANES);
            acc52.intoArray(y, to5 + 2 * LANES);
        }
        if (rows > 6) {
            int to6 = yAt + 6 * ldc;
            acc60.intoArray(y, to6);
            acc61.intoArray(y, to6 + LANES);
            acc62.intoArray(y, to6 + 2 * LANES);
        }
        if (rows > 7) {
            int to7 = yAt + 7 * ldc;
            acc70.intoArray(y, to7);
            acc71.intoArray(y, to7 + LANES);
            acc72.intoArray(y, to7 + 2 * LANES);
        }
    }
}
