package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The 4 x 1 dot-product microkernel: 4 sums held as vectors. For a single column left over.
 *
 * <p>Registers: 4 accumulators, 1 vectors of b and 1 of a = 6 of 16. Per vector step: 5 loads and 4 multiply-adds, no
 * broadcasts. Everything stands in one method: a vector handed to a method that C2 does not inline goes through the heap.
 */
final class DotTile4x1 extends DotTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    DotTile4x1() {
        super(4, 1);
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
        int a0 = aAt;
        int a1 = aAt + Math.min(1, rows - 1) * aRow;
        int a2 = aAt + Math.min(2, rows - 1) * aRow;
        int a3 = aAt + Math.min(3, rows - 1) * aRow;
        DoubleVector acc00 = DoubleVector.zero(SPECIES);
        DoubleVector acc10 = DoubleVector.zero(SPECIES);
        DoubleVector acc20 = DoubleVector.zero(SPECIES);
        DoubleVector acc30 = DoubleVector.zero(SPECIES);
        for (int line = 0; line < lines; line++) {
            int aStart = line * aLine;
            int bStart = line * bLine;
            for (int v = 0; v < vectors; v++) {
                int p = aStart + v * LANES;
                int q = bStart + v * LANES;
                DoubleVector vb0 = DoubleVector.fromArray(SPECIES, b, b0 + q);
                DoubleVector va0 = DoubleVector.fromArray(SPECIES, a, a0 + p);
                acc00 = va0.fma(vb0, acc00);
                DoubleVector va1 = DoubleVector.fromArray(SPECIES, a, a1 + p);
                acc10 = va1.fma(vb0, acc10);
                DoubleVector va2 = DoubleVector.fromArray(SPECIES, a, a2 + p);
                acc20 = va2.fma(vb0, acc20);
                DoubleVector va3 = DoubleVector.fromArray(SPECIES, a, a3 + p);
                acc30 = va3.fma(vb0, acc30);
            }
        }
        acc00.intoArray(lanes, lanesAt);
        acc10.intoArray(lanes, lanesAt + LANES);
        acc20.intoArray(lanes, lanesAt + 2 * LANES);
        acc30.intoArray(lanes, lanesAt + 3 * LANES);
        sum(lanes, lanesAt, rows, columns, c, cAt, ldc, accumulate);
    }
}
