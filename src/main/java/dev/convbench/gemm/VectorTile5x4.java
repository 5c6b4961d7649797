package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 5 x 4 microkernel: 5 rows times 4 vectors of pixels, 20 accumulators.
 *
 * <p>Registers: 20 accumulators, 4 pixel vectors and 1 broadcast weight = 25 of 32. Per step of k: 4 vector loads, 5
 * broadcasts and 20 multiply-adds. For output channels in fives (the notebook's 25), where eight rows would waste a
 * fifth.
 */
final class VectorTile5x4 extends VectorTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    VectorTile5x4() {
        super(5, 4, new VectorTile5x2());
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
        DoubleVector acc03 = acc00;
        DoubleVector acc10 = DoubleVector.broadcast(SPECIES, init[initAt + 1]);
        DoubleVector acc11 = acc10;
        DoubleVector acc12 = acc10;
        DoubleVector acc13 = acc10;
        DoubleVector acc20 = DoubleVector.broadcast(SPECIES, init[initAt + 2]);
        DoubleVector acc21 = acc20;
        DoubleVector acc22 = acc20;
        DoubleVector acc23 = acc20;
        DoubleVector acc30 = DoubleVector.broadcast(SPECIES, init[initAt + 3]);
        DoubleVector acc31 = acc30;
        DoubleVector acc32 = acc30;
        DoubleVector acc33 = acc30;
        DoubleVector acc40 = DoubleVector.broadcast(SPECIES, init[initAt + 4]);
        DoubleVector acc41 = acc40;
        DoubleVector acc42 = acc40;
        DoubleVector acc43 = acc40;
        int end = Math.min(kc, MOST_TERMS);
        int at = xAt + offset[0];
        for (int k = 0; k < end; k++) {
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, at);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, at + LANES);
            DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, at + 2 * LANES);
            DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, at + 3 * LANES);
            at += offset[k + 1] - offset[k];
            DoubleVector w0 = DoubleVector.broadcast(SPECIES, w[wAt + k * 5]);
            acc00 = x0.fma(w0, acc00);
            acc01 = x1.fma(w0, acc01);
            acc02 = x2.fma(w0, acc02);
            acc03 = x3.fma(w0, acc03);
            DoubleVector w1 = DoubleVector.broadcast(SPECIES, w[wAt + k * 5 + 1]);
            acc10 = x0.fma(w1, acc10);
            acc11 = x1.fma(w1, acc11);
            acc12 = x2.fma(w1, acc12);
            acc13 = x3.fma(w1, acc13);
            DoubleVector w2 = DoubleVector.broadcast(SPECIES, w[wAt + k * 5 + 2]);
            acc20 = x0.fma(w2, acc20);
            acc21 = x1.fma(w2, acc21);
            acc22 = x2.fma(w2, acc22);
            acc23 = x3.fma(w2, acc23);
            DoubleVector w3 = DoubleVector.broadcast(SPECIES, w[wAt + k * 5 + 3]);
            acc30 = x0.fma(w3, acc30);
            acc31 = x1.fma(w3, acc31);
            acc32 = x2.fma(w3, acc32);
            acc33 = x3.fma(w3, acc33);
            DoubleVector w4 = DoubleVector.broadcast(SPECIES, w[wAt + k * 5 + 4]);
            acc40 = x0.fma(w4, acc40);
            acc41 = x1.fma(w4, acc41);
            acc42 = x2.fma(w4, acc42);
            acc43 = x3.fma(w4, acc43);
        }
        acc00.intoArray(y, yAt);
        acc01.intoArray(y, yAt + LANES);
        acc02.intoArray(y, yAt + 2 * LANES);
        acc03.intoArray(y, yAt + 3 * LANES);
        if (rows > 1) {
            int to1 = yAt + ldc;
            acc10.intoArray(y, to1);
            acc11.intoArray(y, to1 + LANES);
            acc12.intoArray(y, to1 + 2 * LANES);
            acc13.intoArray(y, to1 + 3 * LANES);
        }
        if (rows > 2) {
            int to2 = yAt + 2 * ldc;
            acc20.intoArray(y, to2);
            acc21.intoArray(y, to2 + LANES);
            acc22.intoArray(y, to2 + 2 * LANES);
            acc23.intoArray(y, to2 + 3 * LANES);
        }
        if (rows > 3) {
            int to3 = yAt + 3 * ldc;
            acc30.intoArray(y, to3);
            acc31.intoArray(y, to3 + LANES);
            acc32.intoArray(y, to3 + 2 * LANES);
            acc33.intoArray(y, to3 + 3 * LANES);
        }
        if (rows > 4) {
            int to4 = yAt + 4 * ldc;
            acc40.intoArray(y, to4);
            acc41.intoArray(y, to4 + LANES);
            acc42.intoArray(y, to4 + 2 * LANES);
            acc43.intoArray(y, to4 + 3 * LANES);
        }
    }
}
