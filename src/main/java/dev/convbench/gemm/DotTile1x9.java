package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 1 x 9 dot-product microkernel: 9 sums held as vectors. For depthwise filters, where one output channel meets nine taps; bound by loads.
 *
 * <p>Registers: 9 accumulators, 9 vectors of b and 1 of a = 19 of 32. Per vector step: 10 loads and 9 multiply-adds, no
 * broadcasts. Everything stands in one method: a vector handed to a method that C2 does not inline goes through the heap.
 */
final class DotTile1x9 extends DotTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    DotTile1x9() {
        super(1, 9);
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
        int b4 = bAt + bOffset[bOffsetAt + Math.min(4, columns - 1)];
        int b5 = bAt + bOffset[bOffsetAt + Math.min(5, columns - 1)];
        int b6 = bAt + bOffset[bOffsetAt + Math.min(6, columns - 1)];
        int b7 = bAt + bOffset[bOffsetAt + Math.min(7, columns - 1)];
        int b8 = bAt + bOffset[bOffsetAt + Math.min(8, columns - 1)];
        int a0 = aAt;
        DoubleVector acc00 = DoubleVector.zero(SPECIES);
        DoubleVector acc01 = DoubleVector.zero(SPECIES);
        DoubleVector acc02 = DoubleVector.zero(SPECIES);
        DoubleVector acc03 = DoubleVector.zero(SPECIES);
        DoubleVector acc04 = DoubleVector.zero(SPECIES);
        DoubleVector acc05 = DoubleVector.zero(SPECIES);
        DoubleVector acc06 = DoubleVector.zero(SPECIES);
        DoubleVector acc07 = DoubleVector.zero(SPECIES);
        DoubleVector acc08 = DoubleVector.zero(SPECIES);
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
                DoubleVector vb4 = DoubleVector.fromArray(SPECIES, b, b4 + q);
                DoubleVector vb5 = DoubleVector.fromArray(SPECIES, b, b5 + q);
                DoubleVector vb6 = DoubleVector.fromArray(SPECIES, b, b6 + q);
                DoubleVector vb7 = DoubleVector.fromArray(SPECIES, b, b7 + q);
                DoubleVector vb8 = DoubleVector.fromArray(SPECIES, b, b8 + q);
                DoubleVector va0 = DoubleVector.fromArray(SPECIES, a, a0 + p);
                acc00 = va0.fma(vb0, acc00);
                acc01 = va0.fma(vb1, acc01);
                acc02 = va0.fma(vb2, acc02);
                acc03 = va0.fma(vb3, acc03);
                acc04 = va0.fma(vb4, acc04);
                acc05 = va0.fma(vb5, acc05);
                acc06 = va0.fma(vb6, acc06);
                acc07 = va0.fma(vb7, acc07);
                acc08 = va0.fma(vb8, acc08);
            }
        }
        acc00.intoArray(lanes, lanesAt);
        acc01.intoArray(lanes, lanesAt + LANES);
        acc02.intoArray(lanes, lanesAt + 2 * LANES);
        acc03.intoArray(lanes, lanesAt + 3 * LANES);
        acc04.intoArray(lanes, lanesAt + 4 * LANES);
        acc05.intoArray(lanes, lanesAt + 5 * LANES);
        acc06.intoArray(lanes, lanesAt + 6 * LANES);
        acc07.intoArray(lanes, lanesAt + 7 * LANES);
        acc08.intoArray(lanes, lanesAt + 8 * LANES);
        sum(lanes, lanesAt, rows, columns, c, cAt, ldc, accumulate);
    }
}
