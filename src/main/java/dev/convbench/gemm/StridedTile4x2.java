package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 4 x 2 microkernel on weights read in place: 4 rows times 2 vectors of pixels, 8 accumulators.
 *
 * <p>Registers: 8 accumulators, 2 pixel vectors and 1 broadcast weight = 11 of 16. Per step of k: 2 vector loads, 4
 * broadcasts and 8 multiply-adds. The weights stay in OIHW order. Takes the vectors that the 4 x 6 tile leaves over.
 */
final class StridedTile4x2 extends VectorTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    StridedTile4x2() {
        super(4, 2, null);
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
        int w1At = wAt + Math.min(1, rows - 1) * wRow;
        int w2At = wAt + Math.min(2, rows - 1) * wRow;
        int w3At = wAt + Math.min(3, rows - 1) * wRow;
        DoubleVector acc00 = DoubleVector.broadcast(SPECIES, init[initAt]);
        DoubleVector acc01 = acc00;
        DoubleVector acc10 = DoubleVector.broadcast(SPECIES, init[initAt + 1]);
        DoubleVector acc11 = acc10;
        DoubleVector acc20 = DoubleVector.broadcast(SPECIES, init[initAt + 2]);
        DoubleVector acc21 = acc20;
        DoubleVector acc30 = DoubleVector.broadcast(SPECIES, init[initAt + 3]);
        DoubleVector acc31 = acc30;
        for (int k = 0; k < kc; k++) {
            int at = xAt + offset[k];
            int wk = wOffset[k];
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, at);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, at + LANES);
            DoubleVector weight0 = DoubleVector.broadcast(SPECIES, w[wAt + wk]);
            acc00 = x0.fma(weight0, acc00);
            acc01 = x1.fma(weight0, acc01);
            DoubleVector weight1 = DoubleVector.broadcast(SPECIES, w[w1At + wk]);
            acc10 = x0.fma(weight1, acc10);
            acc11 = x1.fma(weight1, acc11);
            DoubleVector weight2 = DoubleVector.broadcast(SPECIES, w[w2At + wk]);
            acc20 = x0.fma(weight2, acc20);
            acc21 = x1.fma(weight2, acc21);
            DoubleVector weight3 = DoubleVector.broadcast(SPECIES, w[w3At + wk]);
            acc30 = x0.fma(weight3, acc30);
            acc31 = x1.fma(weight3, acc31);
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
    }
}
