package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 4 x 4 dot-product microkernel: 16 sums held as vectors. For a few columns left over.
 *
 * <p>Registers: 16 accumulators, 4 vectors of b and 1 of a = 21 of 32. Per vector step: 8 loads and 16 multiply-adds, no
 * broadcasts. Everything stands in one method: a vector handed to a method that C2 does not inline goes through the heap.
 */
final class DotTile4x4 extends DotTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    DotTile4x4() {
        super(4, 4);
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
        int b3 = bAt + bOffset[bOffsetAt + Math.min(3, columns - 1)];
        int a0 = aAt;
        int a1 = aAt + Math.min(1, rows - 1) * aRow;
        int a2 = aAt + Math.min(2, rows - 1) * aRow;
        int a3 = aAt + Math.min(3, rows - 1) * aRow;
        DoubleVector acc00 = DoubleVector.zero(SPECIES);
        DoubleVector acc01 = DoubleVector.zero(SPECIES);
        DoubleVector acc02 = DoubleVector.zero(SPECIES);
        DoubleVector acc03 = DoubleVector.zero(SPECIES);
        DoubleVector acc10 = DoubleVector.zero(SPECIES);
        DoubleVector acc11 = DoubleVector.zero(SPECIES);
        DoubleVector acc12 = DoubleVector.zero(SPECIES);
        DoubleVector acc13 = DoubleVector.zero(SPECIES);
        DoubleVector acc20 = DoubleVector.zero(SPECIES);
        DoubleVector acc21 = DoubleVector.zero(SPECIES);
        DoubleVector acc22 = DoubleVector.zero(SPECIES);
        DoubleVector acc23 = DoubleVector.zero(SPECIES);
        DoubleVector acc30 = DoubleVector.zero(SPECIES);
        DoubleVector acc31 = DoubleVector.zero(SPECIES);
        DoubleVector acc32 = DoubleVector.zero(SPECIES);
        DoubleVector acc33 = DoubleVector.zero(SPECIES);
        for (int line = 0; line < lines; line++) {
            int aStart = line * aLine;
            int bStart = line * bLine;
            for (int v = 0; v < vectors; v++) {
                int p = aStart + v * LANES;
                int q = bStart + v * LANES;
                DoubleVector vb0 = DoubleVector.fromArray(SPECIES, b, b0 + q);
                DoubleVector vb1 = DoubleVector.fromArray(SPECIES, b, b1 + q);
                DoubleVector vb2 = DoubleVector.fromArray(SPECIES, b, b2 + q);
                DoubleVector vb3 = DoubleVector.fromArray(SPECIES, b, b3 + q);
                DoubleVector va0 = DoubleVector.fromArray(SPECIES, a, a0 + p);
                acc00 = va0.fma(vb0, acc00);
                acc01 = va0.fma(vb1, acc01);
                acc02 = va0.fma(vb2, acc02);
                acc03 = va0.fma(vb3, acc03);
                DoubleVector va1 = DoubleVector.fromArray(SPECIES, a, a1 + p);
                acc10 = va1.fma(vb0, acc10);
                acc11 = va1.fma(vb1, acc11);
                acc12 = va1.fma(vb2, acc12);
                acc13 = va1.fma(vb3, acc13);
                DoubleVector va2 = DoubleVector.fromArray(SPECIES, a, a2 + p);
                acc20 = va2.fma(vb0, acc20);
                acc21 = va2.fma(vb1, acc21);
                acc22 = va2.fma(vb2, acc22);
                acc23 = va2.fma(vb3, acc23);
                DoubleVector va3 = DoubleVector.fromArray(SPECIES, a, a3 + p);
                acc30 = va3.fma(vb0, acc30);
                acc31 = va3.fma(vb1, acc31);
                acc32 = va3.fma(vb2, acc32);
                acc33 = va3.fma(vb3, acc33);
            }
        }
        acc00.intoArray(lanes, lanesAt);
        acc01.intoArray(lanes, lanesAt + LANES);
        acc02.intoArray(lanes, lanesAt + 2 * LANES);
        acc03.intoArray(lanes, lanesAt + 3 * LANES);
        acc10.intoArray(lanes, lanesAt + 4 * LANES);
        acc11.intoArray(lanes, lanesAt + 5 * LANES);
        acc12.intoArray(lanes, lanesAt + 6 * LANES);
        acc13.intoArray(lanes, lanesAt + 7 * LANES);
        acc20.intoArray(lanes, lanesAt + 8 * LANES);
        acc21.intoArray(lanes, lanesAt + 9 * LANES);
        acc22.intoArray(lanes, lanesAt + 10 * LANES);
        acc23.intoArray(lanes, lanesAt + 11 * LANES);
        acc30.intoArray(lanes, lanesAt + 12 * LANES);
        acc31.intoArray(lanes, lanesAt + 13 * LANES);
        acc32.intoArray(lanes, lanesAt + 14 * LANES);
        acc33.intoArray(lanes, lanesAt + 15 * LANES);
        sum(lanes, lanesAt, rows, columns, c, cAt, ldc, accumulate);
    }
}
