package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 3 x 6 microkernel: 3 rows times 6 vectors of pixels, 18 accumulators.
 *
 * <p>Registers: 18 accumulators, 6 pixel vectors and 1 broadcast weight = 25 of 32. Per step of k: 6 vector loads, 3
 * broadcasts and 18 multiply-adds. For output
 * channels in threes: the gradient of images has three.
 */
final class VectorTile3x6 extends VectorTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;

    VectorTile3x6() {
        super(3, 6);
    }

    @Override
    public VectorTile narrow() {
        return new VectorTile3x2();
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
        int base4 = xAt + base[baseAt + 4];
        int base5 = xAt + base[baseAt + 5];
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
        for (int k = 0; k < kc; k++) {
            int at = offset[offsetAt + k];
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, base0 + at);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, base1 + at);
            DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, base2 + at);
            DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, base3 + at);
            DoubleVector x4 = DoubleVector.fromArray(SPECIES, x, base4 + at);
            DoubleVector x5 = DoubleVector.fromArray(SPECIES, x, base5 + at);
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
        int dst0 = yAt + dst[baseAt];
        int dst1 = yAt + dst[baseAt + 1];
        int dst2 = yAt + dst[baseAt + 2];
        int dst3 = yAt + dst[baseAt + 3];
        int dst4 = yAt + dst[baseAt + 4];
        int dst5 = yAt + dst[baseAt + 5];
        if (accumulate) {
            acc00 = acc00.add(DoubleVector.fromArray(SPECIES, y, dst0));
            acc01 = acc01.add(DoubleVector.fromArray(SPECIES, y, dst1));
            acc02 = acc02.add(DoubleVector.fromArray(SPECIES, y, dst2));
            acc03 = acc03.add(DoubleVector.fromArray(SPECIES, y, dst3));
            acc04 = acc04.add(DoubleVector.fromArray(SPECIES, y, dst4));
            acc05 = acc05.add(DoubleVector.fromArray(SPECIES, y, dst5));
        }
        acc00.intoArray(y, dst0);
        acc01.intoArray(y, dst1);
        acc02.intoArray(y, dst2);
        acc03.intoArray(y, dst3);
        acc04.intoArray(y, dst4);
        acc05.intoArray(y, dst5);
        if (rows > 1) {
            if (accumulate) {
                acc10 = acc10.add(DoubleVector.fromArray(SPECIES, y, dst0 + ldc));
                acc11 = acc11.add(DoubleVector.fromArray(SPECIES, y, dst1 + ldc));
                acc12 = acc12.add(DoubleVector.fromArray(SPECIES, y, dst2 + ldc));
                acc13 = acc13.add(DoubleVector.fromArray(SPECIES, y, dst3 + ldc));
                acc14 = acc14.add(DoubleVector.fromArray(SPECIES, y, dst4 + ldc));
                acc15 = acc15.add(DoubleVector.fromArray(SPECIES, y, dst5 + ldc));
            }
            acc10.intoArray(y, dst0 + ldc);
            acc11.intoArray(y, dst1 + ldc);
            acc12.intoArray(y, dst2 + ldc);
            acc13.intoArray(y, dst3 + ldc);
            acc14.intoArray(y, dst4 + ldc);
            acc15.intoArray(y, dst5 + ldc);
        }
        if (rows > 2) {
            if (accumulate) {
                acc20 = acc20.add(DoubleVector.fromArray(SPECIES, y, dst0 + 2 * ldc));
                acc21 = acc21.add(DoubleVector.fromArray(SPECIES, y, dst1 + 2 * ldc));
                acc22 = acc22.add(DoubleVector.fromArray(SPECIES, y, dst2 + 2 * ldc));
                acc23 = acc23.add(DoubleVector.fromArray(SPECIES, y, dst3 + 2 * ldc));
                acc24 = acc24.add(DoubleVector.fromArray(SPECIES, y, dst4 + 2 * ldc));
                acc25 = acc25.add(DoubleVector.fromArray(SPECIES, y, dst5 + 2 * ldc));
            }
            acc20.intoArray(y, dst0 + 2 * ldc);
            acc21.intoArray(y, dst1 + 2 * ldc);
            acc22.intoArray(y, dst2 + 2 * ldc);
            acc23.intoArray(y, dst3 + 2 * ldc);
            acc24.intoArray(y, dst4 + 2 * ldc);
            acc25.intoArray(y, dst5 + 2 * ldc);
        }
    }
}
