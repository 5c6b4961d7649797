package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 5 x 4 microkernel on weights read in place: 5 rows times 4 vectors of pixels, 20 accumulators.
 *
 * <p>Registers: 20 accumulators, 4 pixel vectors and 1 broadcast weight = 25 of 32. Per step of k: 4 vector loads, 5
 * broadcasts and 20 multiply-adds. The weights stay in
 * OIHW order. For channels in fives, or where four vectors are all there are.
 */
final class StridedTile5x4 extends VectorTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;

    StridedTile5x4() {
        super(5, 4);
    }

    @Override
    public VectorTile narrow() {
        return new StridedTile5x2();
    }

    @Override
    public void run(
            int kc,
            double[] x,
            int xAt,
            int[] base,
            int baseAt,
            int[] offset,
            int offsetAt,
            double[] w,
            int wAt,
            int[] wOffset,
            int wRow,
            int rows,
            double[] y,
            int yAt,
            int[] dst,
            int ldc,
            double[] init,
            int initAt,
            boolean accumulate) {
        int base0 = xAt + base[baseAt];
        int base1 = xAt + base[baseAt + 1];
        int base2 = xAt + base[baseAt + 2];
        int base3 = xAt + base[baseAt + 3];
        int w0At = wAt;
        int w1At = wAt + Math.min(1, rows - 1) * wRow;
        int w2At = wAt + Math.min(2, rows - 1) * wRow;
        int w3At = wAt + Math.min(3, rows - 1) * wRow;
        int w4At = wAt + Math.min(4, rows - 1) * wRow;
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
        for (int k = 0; k < kc; k++) {
            int at = offset[offsetAt + k];
            int wk = wOffset[offsetAt + k];
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, base0 + at);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, base1 + at);
            DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, base2 + at);
            DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, base3 + at);
            DoubleVector weight0 = DoubleVector.broadcast(SPECIES, w[w0At + wk]);
            acc00 = x0.fma(weight0, acc00);
            acc01 = x1.fma(weight0, acc01);
            acc02 = x2.fma(weight0, acc02);
            acc03 = x3.fma(weight0, acc03);
            DoubleVector weight1 = DoubleVector.broadcast(SPECIES, w[w1At + wk]);
            acc10 = x0.fma(weight1, acc10);
            acc11 = x1.fma(weight1, acc11);
            acc12 = x2.fma(weight1, acc12);
            acc13 = x3.fma(weight1, acc13);
            DoubleVector weight2 = DoubleVector.broadcast(SPECIES, w[w2At + wk]);
            acc20 = x0.fma(weight2, acc20);
            acc21 = x1.fma(weight2, acc21);
            acc22 = x2.fma(weight2, acc22);
            acc23 = x3.fma(weight2, acc23);
            DoubleVector weight3 = DoubleVector.broadcast(SPECIES, w[w3At + wk]);
            acc30 = x0.fma(weight3, acc30);
            acc31 = x1.fma(weight3, acc31);
            acc32 = x2.fma(weight3, acc32);
            acc33 = x3.fma(weight3, acc33);
            DoubleVector weight4 = DoubleVector.broadcast(SPECIES, w[w4At + wk]);
            acc40 = x0.fma(weight4, acc40);
            acc41 = x1.fma(weight4, acc41);
            acc42 = x2.fma(weight4, acc42);
            acc43 = x3.fma(weight4, acc43);
        }
        int dst0 = yAt + dst[baseAt];
        int dst1 = yAt + dst[baseAt + 1];
        int dst2 = yAt + dst[baseAt + 2];
        int dst3 = yAt + dst[baseAt + 3];
        if (accumulate) {
            acc00 = acc00.add(DoubleVector.fromArray(SPECIES, y, dst0));
            acc01 = acc01.add(DoubleVector.fromArray(SPECIES, y, dst1));
            acc02 = acc02.add(DoubleVector.fromArray(SPECIES, y, dst2));
            acc03 = acc03.add(DoubleVector.fromArray(SPECIES, y, dst3));
        }
        acc00.intoArray(y, dst0);
        acc01.intoArray(y, dst1);
        acc02.intoArray(y, dst2);
        acc03.intoArray(y, dst3);
        if (rows > 1) {
            if (accumulate) {
                acc10 = acc10.add(DoubleVector.fromArray(SPECIES, y, dst0 + ldc));
                acc11 = acc11.add(DoubleVector.fromArray(SPECIES, y, dst1 + ldc));
                acc12 = acc12.add(DoubleVector.fromArray(SPECIES, y, dst2 + ldc));
                acc13 = acc13.add(DoubleVector.fromArray(SPECIES, y, dst3 + ldc));
            }
            acc10.intoArray(y, dst0 + ldc);
            acc11.intoArray(y, dst1 + ldc);
            acc12.intoArray(y, dst2 + ldc);
            acc13.intoArray(y, dst3 + ldc);
        }
        if (rows > 2) {
            if (accumulate) {
                acc20 = acc20.add(DoubleVector.fromArray(SPECIES, y, dst0 + 2 * ldc));
                acc21 = acc21.add(DoubleVector.fromArray(SPECIES, y, dst1 + 2 * ldc));
                acc22 = acc22.add(DoubleVector.fromArray(SPECIES, y, dst2 + 2 * ldc));
                acc23 = acc23.add(DoubleVector.fromArray(SPECIES, y, dst3 + 2 * ldc));
            }
            acc20.intoArray(y, dst0 + 2 * ldc);
            acc21.intoArray(y, dst1 + 2 * ldc);
            acc22.intoArray(y, dst2 + 2 * ldc);
            acc23.intoArray(y, dst3 + 2 * ldc);
        }
        if (rows > 3) {
            if (accumulate) {
                acc30 = acc30.add(DoubleVector.fromArray(SPECIES, y, dst0 + 3 * ldc));
                acc31 = acc31.add(DoubleVector.fromArray(SPECIES, y, dst1 + 3 * ldc));
                acc32 = acc32.add(DoubleVector.fromArray(SPECIES, y, dst2 + 3 * ldc));
                acc33 = acc33.add(DoubleVector.fromArray(SPECIES, y, dst3 + 3 * ldc));
            }
            acc30.intoArray(y, dst0 + 3 * ldc);
            acc31.intoArray(y, dst1 + 3 * ldc);
            acc32.intoArray(y, dst2 + 3 * ldc);
            acc33.intoArray(y, dst3 + 3 * ldc);
        }
        if (rows > 4) {
            if (accumulate) {
                acc40 = acc40.add(DoubleVector.fromArray(SPECIES, y, dst0 + 4 * ldc));
                acc41 = acc41.add(DoubleVector.fromArray(SPECIES, y, dst1 + 4 * ldc));
                acc42 = acc42.add(DoubleVector.fromArray(SPECIES, y, dst2 + 4 * ldc));
                acc43 = acc43.add(DoubleVector.fromArray(SPECIES, y, dst3 + 4 * ldc));
            }
            acc40.intoArray(y, dst0 + 4 * ldc);
            acc41.intoArray(y, dst1 + 4 * ldc);
            acc42.intoArray(y, dst2 + 4 * ldc);
            acc43.intoArray(y, dst3 + 4 * ldc);
        }
    }
}
