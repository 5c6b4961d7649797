package dev.convbench.strategy.simd;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The microkernel of a 3x3 filter with stride 1 on one plane: two vectors of pixels at a time walk down their columns.
 *
 * <p>Each row of pixels is loaded once, at its three places, and serves the three rows of outputs that it reaches: three loads for nine
 * multiply-adds, where a sum by itself takes nine. Two columns are six chains of three multiply-adds for each row, enough to hide their
 * latency. Registers: nine weights, one bias, six pixels, six sums: 22 of 32. The order of each sum is row, column of the filter. Rows
 * above and below the plane are left out; what stands beside it is the caller's affair.
 */
final class DepthwiseColumns3 {
    private static final VectorSpecies<Double> SPECIES = Species.F64;

    private DepthwiseColumns3() {}

    /**
     * Computes two vectors of each row.
     *
     * @param x pixels
     * @param at0 the place left of the first column's first pixel
     * @param at1 the same for the second column
     * @param pitch distance of rows in x
     * @param rows rows of the plane, at least 1
     * @param w nine weights
     * @param wAt first of them
     * @param bias start of each sum
     * @param y output
     * @param yAt0 where the first column goes in y
     * @param yAt1 where the second column goes
     * @param yPitch distance of rows in y
     */
    static void run(
            double[] x,
            int at0,
            int at1,
            int pitch,
            int rows,
            double[] w,
            int wAt,
            double bias,
            double[] y,
            int yAt0,
            int yAt1,
            int yPitch) {
        DoubleVector start = DoubleVector.broadcast(SPECIES, bias);
        DoubleVector w0 = DoubleVector.broadcast(SPECIES, w[wAt]);
        DoubleVector w1 = DoubleVector.broadcast(SPECIES, w[wAt + 1]);
        DoubleVector w2 = DoubleVector.broadcast(SPECIES, w[wAt + 2]);
        DoubleVector w3 = DoubleVector.broadcast(SPECIES, w[wAt + 3]);
        DoubleVector w4 = DoubleVector.broadcast(SPECIES, w[wAt + 4]);
        DoubleVector w5 = DoubleVector.broadcast(SPECIES, w[wAt + 5]);
        DoubleVector w6 = DoubleVector.broadcast(SPECIES, w[wAt + 6]);
        DoubleVector w7 = DoubleVector.broadcast(SPECIES, w[wAt + 7]);
        DoubleVector w8 = DoubleVector.broadcast(SPECIES, w[wAt + 8]);
        DoubleVector left0 = DoubleVector.fromArray(SPECIES, x, at0);
        DoubleVector left1 = DoubleVector.fromArray(SPECIES, x, at1);
        DoubleVector middle0 = DoubleVector.fromArray(SPECIES, x, at0 + 1);
        DoubleVector middle1 = DoubleVector.fromArray(SPECIES, x, at1 + 1);
        DoubleVector right0 = DoubleVector.fromArray(SPECIES, x, at0 + 2);
        DoubleVector right1 = DoubleVector.fromArray(SPECIES, x, at1 + 2);
        DoubleVector here0 = right0.fma(w5, middle0.fma(w4, left0.fma(w3, start)));
        DoubleVector here1 = right1.fma(w5, middle1.fma(w4, left1.fma(w3, start)));
        DoubleVector below0 = right0.fma(w2, middle0.fma(w1, left0.fma(w0, start)));
        DoubleVector below1 = right1.fma(w2, middle1.fma(w1, left1.fma(w0, start)));
        int to0 = yAt0;
        int to1 = yAt1;
        int from0 = at0;
        int from1 = at1;
        for (int i = 1; i < rows; i++) {
            from0 += pitch;
            from1 += pitch;
            left0 = DoubleVector.fromArray(SPECIES, x, from0);
            left1 = DoubleVector.fromArray(SPECIES, x, from1);
            middle0 = DoubleVector.fromArray(SPECIES, x, from0 + 1);
            middle1 = DoubleVector.fromArray(SPECIES, x, from1 + 1);
            right0 = DoubleVector.fromArray(SPECIES, x, from0 + 2);
            right1 = DoubleVector.fromArray(SPECIES, x, from1 + 2);
            right0.fma(w8, middle0.fma(w7, left0.fma(w6, here0))).intoArray(y, to0);
            right1.fma(w8, middle1.fma(w7, left1.fma(w6, here1))).intoArray(y, to1);
            here0 = right0.fma(w5, middle0.fma(w4, left0.fma(w3, below0)));
            here1 = right1.fma(w5, middle1.fma(w4, left1.fma(w3, below1)));
            below0 = right0.fma(w2, middle0.fma(w1, left0.fma(w0, start)));
            below1 = right1.fma(w2, middle1.fma(w1, left1.fma(w0, start)));
            to0 += yPitch;
            to1 += yPitch;
        }
        here0.intoArray(y, to0);
        here1.intoArray(y, to1);
    }
}
