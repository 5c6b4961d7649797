package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 5 x 2 microkernel: 5 rows times 2 vectors of pixels, 10 accumulators.
 *
 * <p>Registers: 10 accumulators, 2 pixel vectors and 1 broadcast weight = 13 of 16. Per step of k: 2 vector loads, 5
 * broadcasts and 10 multiply-adds. For the 16 registers of AVX2, where larger tiles spill, and for the vectors that the
 * 5 x 4 tile leaves over.
 */
final class VectorTile5x2 extends VectorTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    VectorTile5x2() {
        super(5, 2, null);
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
        DoubleVector acc10 = DoubleVector.broadcast(SPECIES, init[initAt + 1]);
        DoubleVector acc11 = acc10;
        DoubleVector acc20 = DoubleVector.broadcast(SPECIES, init[initAt + 2]);
        DoubleVector acc21 = acc20;
        DoubleVector acc30 = DoubleVector.broadcast(SPECIES, init[initAt + 3]);
        DoubleVector acc31 = acc30;
        DoubleVector acc40 = DoubleVector.broadcast(SPECIES, init[initAt + 4]);
        DoubleVector acc41 = acc40;
        int end = Math.min(kc, MOST_TERMS);
        int at = xAt + offset[0];
        for (int k = 0; k < end; k++) {
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, at);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, at + LANES);
            at += offset[k + 1] - offset[k];
            DoubleVector w0 = DoubleVector.broadcast(SPECIES, w[wAt + k * 5]);
            acc00 = x0.fma(w0, acc00);
            acc01 = x1.fma(w0, acc01);
            DoubleVector w1 = DoubleVector.broadcast(SPECIES, w[wAt + k * 5 + 1]);
            acc10 = x0.fma(w1, acc10);
            acc11 = x1.fma(w1, acc11);
            DoubleVector w2 = DoubleVector.broadcast(SPECIES, w[wAt + k * 5 + 2]);
            acc20 = x0.fma(w2, acc20);
            acc21 = x1.fma(w2, acc21);
            DoubleVector w3 = DoubleVector.broadcast(SPECIES, w[wAt + k * 5 + 3]);
            acc30 = x0.fma(w3, acc30);
            acc31 = x1.fma(w3, acc31);
            DoubleVector w4 = DoubleVector.broadcast(SPECIES, w[wAt + k * 5 + 4]);
            acc40 = x0.fma(w4, acc40);
            acc41 = x1.fma(w4, acc41);
        }
        acc00.intoArray(y, yAt);
        acc01.intoArray(y, yAt + LANES);
        if (rows > 1) {
            int to1 = yAt + ldc;
            acc10.intoArray(y, to1);
            acc11.intoArray(y, to1 + LANES);
        }
        if (rows > 2) {
            int to2 = yAt + 2 * ldc;
            acc20.intoArray(y, to2);
            acc21.intoArray(y, to2 + LANES);
        }
        if (rows > 3) {
            int to3 = yAt + 3 * ldc;
            acc30.intoArray(y, to3);
            acc31.intoArray(y, to3 + LANES);
        }
        if (rows > 4) {
            int to4 = yAt + 4 * ldc;
            acc40.intoArray(y, to4);
            acc41.intoArray(y, to4 + LANES);
        }
    }
}
