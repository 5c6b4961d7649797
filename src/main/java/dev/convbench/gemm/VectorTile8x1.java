package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 8 x 1 microkernel: 8 rows times 1 vector of pixels, 8 accumulators.
 *
 * <p>Registers: 8 accumulators, 1 pixel vector and 1 broadcast weight = 10 of 16. Per step of k: 1 vector load, 8
 * broadcasts and 8 multiply-adds. Takes the last vector that the 8 x 3 tile leaves over: eight sums are just enough to
 * hide the latency of a multiply-add.
 */
final class VectorTile8x1 extends VectorTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    VectorTile8x1() {
        super(8, 1, null);
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
        DoubleVector acc10 = DoubleVector.broadcast(SPECIES, init[initAt + 1]);
        DoubleVector acc20 = DoubleVector.broadcast(SPECIES, init[initAt + 2]);
        DoubleVector acc30 = DoubleVector.broadcast(SPECIES, init[initAt + 3]);
        DoubleVector acc40 = DoubleVector.broadcast(SPECIES, init[initAt + 4]);
        DoubleVector acc50 = DoubleVector.broadcast(SPECIES, init[initAt + 5]);
        DoubleVector acc60 = DoubleVector.broadcast(SPECIES, init[initAt + 6]);
        DoubleVector acc70 = DoubleVector.broadcast(SPECIES, init[initAt + 7]);
        int end = Math.min(kc, MOST_TERMS);
        int at = xAt + offset[0];
        for (int k = 0; k < end; k++) {
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, at);
            at += offset[k + 1] - offset[k];
            DoubleVector w0 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8]);
            acc00 = x0.fma(w0, acc00);
            DoubleVector w1 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 1]);
            acc10 = x0.fma(w1, acc10);
            DoubleVector w2 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 2]);
            acc20 = x0.fma(w2, acc20);
            DoubleVector w3 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 3]);
            acc30 = x0.fma(w3, acc30);
            DoubleVector w4 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 4]);
            acc40 = x0.fma(w4, acc40);
            DoubleVector w5 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 5]);
            acc50 = x0.fma(w5, acc50);
            DoubleVector w6 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 6]);
            acc60 = x0.fma(w6, acc60);
            DoubleVector w7 = DoubleVector.broadcast(SPECIES, w[wAt + k * 8 + 7]);
            acc70 = x0.fma(w7, acc70);
        }
        acc00.intoArray(y, yAt);
        if (rows > 1) {
            int to1 = yAt + ldc;
            acc10.intoArray(y, to1);
        }
        if (rows > 2) {
            int to2 = yAt + 2 * ldc;
            acc20.intoArray(y, to2);
        }
        if (rows > 3) {
            int to3 = yAt + 3 * ldc;
            acc30.intoArray(y, to3);
        }
        if (rows > 4) {
            int to4 = yAt + 4 * ldc;
            acc40.intoArray(y, to4);
        }
        if (rows > 5) {
            int to5 = yAt + 5 * ldc;
            acc50.intoArray(y, to5);
        }
        if (rows > 6) {
            int to6 = yAt + 6 * ldc;
            acc60.intoArray(y, to6);
        }
        if (rows > 7) {
            int to7 = yAt + 7 * ldc;
            acc70.intoArray(y, to7);
        }
    }
}
