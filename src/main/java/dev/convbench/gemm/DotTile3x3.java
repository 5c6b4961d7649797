package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 3 x 3 dot-product microkernel: 9 sums held as vectors. For the 16 registers of AVX2.
 *
 * <p>Registers: 9 accumulators, 3 vectors of b and 1 of a = 13 of 16. Per vector step: 6 loads and 9 multiply-adds, no
 * broadcasts. Everything stands in one method: a vector handed to a method that C2 does not inline goes through the heap.
 */
final class DotTile3x3 extends DotTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    DotTile3x3() {
        super(3, 3);
    }

    @Override
    public void run(
            int lines,
            int vectors,
            double[] a,
            int aAt,
            int aRow,
            int aLine,
            int rows,
            double[] b,
            int bAt,
            int[] bOffset,
            int bOffsetAt,
            int bLine,
            int columns,
            double[] lanes,
            int lanesAt,
            double[] c,
            int cAt,
            int ldc,
            boolean accumulate) {
        int b0 = bAt + bOffset[bOffsetAt];
        int b1 = bAt + bOffset[bOffsetAt + Math.min(1, columns - 1)];
        int b2 = bAt + bOffset[bOffsetAt + Math.min(2, columns - 1)];
        int a0 = aAt;
        int a1 = aAt + Math.min(1, rows - 1) * aRow;
        int a2 = aAt + Math.min(2, rows - 1) * aRow;
        DoubleVector acc00 = DoubleVector.zero(SPECIES);
        DoubleVector acc01 = DoubleVector.zero(SPECIES);
        DoubleVector acc02 = DoubleVector.zero(SPECIES);
        DoubleVector acc10 = DoubleVector.zero(SPECIES);
        DoubleVector acc11 = DoubleVector.zero(SPECIES);
        DoubleVector acc12 = DoubleVector.zero(SPECIES);
        DoubleVector acc20 = DoubleVector.zero(SPECIES);
        DoubleVector acc21 = DoubleVector.zero(SPECIES);
        DoubleVector acc22 = DoubleVector.zero(SPECIES);
        for (int line = 0; line < lines; line++) {
            int aStart = line * aLine;
            int bStart = line * bLine;
            for (int v = 0; v < vectors; v++) {
                int p = aStart + v * LANES;
                int q = bStart + v * LANES;
                DoubleVector vb0 = DoubleVector.fromArray(SPECIES, b, b0 + q);
                DoubleVector vb1 = DoubleVector.fromArray(SPECIES, b, b1 + q);
                DoubleVector vb2 = DoubleVector.fromArray(SPECIES, b, b2 + q);
                DoubleVector va0 = DoubleVector.fromArray(SPECIES, a, a0 + p);
                acc00 = va0.fma(vb0, acc00);
                acc01 = va0.fma(vb1, acc01);
                acc02 = va0.fma(vb2, acc02);
                DoubleVector va1 = DoubleVector.fromArray(SPECIES, a, a1 + p);
                acc10 = va1.fma(vb0, acc10);
                acc11 = va1.fma(vb1, acc11);
                acc12 = va1.fma(vb2, acc12);
                DoubleVector va2 = DoubleVector.fromArray(SPECIES, a, a2 + p);
                acc20 = va2.fma(vb0, acc20);
                acc21 = va2.fma(vb1, acc21);
                acc22 = va2.fma(vb2, acc22);
            }
        }
        acc00.intoArray(lanes, lanesAt);
        acc01.intoArray(lanes, lanesAt + LANES);
        acc02.intoArray(lanes, lanesAt + 2 * LANES);
        acc10.intoArray(lanes, lanesAt + 3 * LANES);
        acc11.intoArray(lanes, lanesAt + 4 * LANES);
        acc12.intoArray(lanes, lanesAt + 5 * LANES);
        acc20.intoArray(lanes, lanesAt + 6 * LANES);
        acc21.intoArray(lanes, lanesAt + 7 * LANES);
        acc22.intoArray(lanes, lanesAt + 8 * LANES);
        sum(lanes, lanesAt, rows, columns, c, cAt, ldc, accumulate);
    }
}
