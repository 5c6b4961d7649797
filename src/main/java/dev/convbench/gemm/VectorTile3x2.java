package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 3 x 2 microkernel: 3 rows times 2 vectors of pixels, 6 accumulators.
 *
 * <p>Registers: 6 accumulators, 2 pixel vectors and 1 broadcast weight = 9 of 16. Per step of k: 2 vector loads, 3
 * broadcasts and 6 multiply-adds. Takes the
 * vectors that the 3 x 6 tile leaves over.
 */
final class VectorTile3x2 extends VectorTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;

    VectorTile3x2() {
        super(3, 2);
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
        DoubleVector acc00 = DoubleVector.broadcast(SPECIES, init[initAt]);
        DoubleVector acc01 = acc00;
        DoubleVector acc10 = DoubleVector.broadcast(SPECIES, init[initAt + 1]);
        DoubleVector acc11 = acc10;
        DoubleVector acc20 = DoubleVector.broadcast(SPECIES, init[initAt + 2]);
        DoubleVector acc21 = acc20;
        for (int k = 0; k < kc; k++) {
            int at = offset[offsetAt + k];
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, base0 + at);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, base1 + at);
            DoubleVector w0 = DoubleVector.broadcast(SPECIES, w[wAt + k * 3]);
            acc00 = x0.fma(w0, acc00);
            acc01 = x1.fma(w0, acc01);
            DoubleVector w1 = DoubleVector.broadcast(SPECIES, w[wAt + k * 3 + 1]);
            acc10 = x0.fma(w1, acc10);
            acc11 = x1.fma(w1, acc11);
            DoubleVector w2 = DoubleVector.broadcast(SPECIES, w[wAt + k * 3 + 2]);
            acc20 = x0.fma(w2, acc20);
            acc21 = x1.fma(w2, acc21);
        }
        int dst0 = yAt + dst[baseAt];
        int dst1 = yAt + dst[baseAt + 1];
        if (accumulate) {
            acc00 = acc00.add(DoubleVector.fromArray(SPECIES, y, dst0));
            acc01 = acc01.add(DoubleVector.fromArray(SPECIES, y, dst1));
        }
        acc00.intoArray(y, dst0);
        acc01.intoArray(y, dst1);
        if (rows > 1) {
            if (accumulate) {
                acc10 = acc10.add(DoubleVector.fromArray(SPECIES, y, dst0 + ldc));
                acc11 = acc11.add(DoubleVector.fromArray(SPECIES, y, dst1 + ldc));
            }
            acc10.intoArray(y, dst0 + ldc);
            acc11.intoArray(y, dst1 + ldc);
        }
        if (rows > 2) {
            if (accumulate) {
                acc20 = acc20.add(DoubleVector.fromArray(SPECIES, y, dst0 + 2 * ldc));
                acc21 = acc21.add(DoubleVector.fromArray(SPECIES, y, dst1 + 2 * ldc));
            }
            acc20.intoArray(y, dst0 + 2 * ldc);
            acc21.intoArray(y, dst1 + 2 * ldc);
        }
    }
}
