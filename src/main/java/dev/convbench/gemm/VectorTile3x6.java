package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 3 x 6 microkernel: 3 rows times 6 vectors of pixels, 18 accumulators.
 *
 * <p>Registers: 18 accumulators, 6 pixel vectors and 1 broadcast weight = 25 of 32. Per step of k: 6 vector loads, 3
 * broadcasts and 18 multiply-adds. For output channels in threes: the gradient of images has three.
 */
final class VectorTile3x6 extends VectorTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    VectorTile3x6() {
        super(3, 6, new VectorTile3x2());
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
        DoubleVector acc04 = acc00;
        DoubleVector acc05 = acc00;
        DoubleVector acc10 = DoubleVector.broadcast(SPECIES, init[initAt + 1]);
        DoubleVector acc11 = acc10;
        DoubleVector acc12 = acc10;
        DoubleVector acc13 = acc10;
        DoubleVector acc14 = acc10;
        DoubleVector acc15 = acc10;
        DoubleVector acc20 = DoubleVector.broadcast(SPECIES, init[initAt + 2]);
        DoubleVector acc21 = acc20;
        DoubleVector acc22 = acc20;
        DoubleVector acc23 = acc20;
        DoubleVector acc24 = acc20;
        DoubleVector acc25 = acc20;
        int end = Math.min(kc, MOST_TERMS);
        int at = xAt + offset[0];
        for (int k = 0; k < end; k++) {
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, at);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, at + LANES);
            DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, at + 2 * LANES);
            DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, at + 3 * LANES);
            DoubleVector x4 = DoubleVector.fromArray(SPECIES, x, at + 4 * LANES);
            DoubleVector x5 = DoubleVector.fromArray(SPECIES, x, at + 5 * LANES);
            at += offset[k + 1] - offset[k];
            DoubleVector w0 = DoubleVector.broadcast(SPECIES, w[wAt + k * 3]);
            acc00 = x0.fma(w0, acc00);
            acc01 = x1.fma(w0, acc01);
            acc02 = x2.fma(w0, acc02);
            acc03 = x3.fma(w0, acc03);
            acc04 = x4.fma(w0, acc04);
            acc05 = x5.fma(w0, acc05);
            DoubleVector w1 = DoubleVector.broadcast(SPECIES, w[wAt + k * 3 + 1]);
            acc10 = x0.fma(w1, acc10);
            acc11 = x1.fma(w1, acc11);
            acc12 = x2.fma(w1, acc12);
            acc13 = x3.fma(w1, acc13);
            acc14 = x4.fma(w1, acc14);
            acc15 = x5.fma(w1, acc15);
            DoubleVector w2 = DoubleVector.broadcast(SPECIES, w[wAt + k * 3 + 2]);
            acc20 = x0.fma(w2, acc20);
            acc21 = x1.fma(w2, acc21);
            acc22 = x2.fma(w2, acc22);
            acc23 = x3.fma(w2, acc23);
            acc24 = x4.fma(w2, acc24);
            acc25 = x5.fma(w2, acc25);
        }
        acc00.intoArray(y, yAt);
        acc01.intoArray(y, yAt + LANES);
        acc02.intoArray(y, yAt + 2 * LANES);
        acc03.intoArray(y, yAt + 3 * LANES);
        acc04.intoArray(y, yAt + 4 * LANES);
        acc05.intoArray(y, yAt + 5 * LANES);
        if (rows > 1) {
            int to1 = yAt + ldc;
            acc10.intoArray(y, to1);
            acc11.intoArray(y, to1 + LANES);
            acc12.intoArray(y, to1 + 2 * LANES);
            acc13.intoArray(y, to1 + 3 * LANES);
            acc14.intoArray(y, to1 + 4 * LANES);
            acc15.intoArray(y, to1 + 5 * LANES);
        }
        if (rows > 2) {
            int to2 = yAt + 2 * ldc;
            acc20.intoArray(y, to2);
            acc21.intoArray(y, to2 + LANES);
            acc22.intoArray(y, to2 + 2 * LANES);
            acc23.intoArray(y, to2 + 3 * LANES);
            acc24.intoArray(y, to2 + 4 * LANES);
            acc25.intoArray(y, to2 + 5 * LANES);
        }
    }
}
