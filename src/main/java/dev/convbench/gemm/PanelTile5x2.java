package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 5 rows times 2 vectors of a panel, 10 accumulators: with 2 vectors of the panel and 1 broadcast 13 registers. The widest for
 * 16 registers, and for narrow panels.
 */
final class PanelTile5x2 extends PanelTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    PanelTile5x2() {
        super(5, 2);
    }

    @Override
    void run(
            int kc,
            double[] a,
            int aAt,
            int aRow,
            int rows,
            double[] b,
            int bAt,
            double[] c,
            int cAt,
            boolean accumulate) {
        if (accumulate) {
            kernel(kc, a, aAt, aRow, rows, b, bAt, c, cAt, c, cAt, 2 * LANES, LANES);
        } else {
            kernel(kc, a, aAt, aRow, rows, b, bAt, c, cAt, ZEROS, 0, 0, 0);
        }
    }

    private static void kernel(
            int kc,
            double[] a,
            int aAt,
            int aRow,
            int rows,
            double[] b,
            int bAt,
            double[] c,
            int cAt,
            double[] before,
            int beforeAt,
            int beforeRow,
            int beforeStep) {
        int a1At = aAt + Math.min(1, rows - 1) * aRow;
        int a2At = aAt + Math.min(2, rows - 1) * aRow;
        int a3At = aAt + Math.min(3, rows - 1) * aRow;
        int a4At = aAt + Math.min(4, rows - 1) * aRow;
        DoubleVector acc00 = DoubleVector.zero(SPECIES);
        DoubleVector acc01 = DoubleVector.zero(SPECIES);
        DoubleVector acc10 = DoubleVector.zero(SPECIES);
        DoubleVector acc11 = DoubleVector.zero(SPECIES);
        DoubleVector acc20 = DoubleVector.zero(SPECIES);
        DoubleVector acc21 = DoubleVector.zero(SPECIES);
        DoubleVector acc30 = DoubleVector.zero(SPECIES);
        DoubleVector acc31 = DoubleVector.zero(SPECIES);
        DoubleVector acc40 = DoubleVector.zero(SPECIES);
        DoubleVector acc41 = DoubleVector.zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            int at = bAt + k * 2 * LANES;
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, at);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, at + LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[aAt + k]);
            acc00 = b0.fma(a0, acc00);
            acc01 = b1.fma(a0, acc01);
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[a1At + k]);
            acc10 = b0.fma(a1, acc10);
            acc11 = b1.fma(a1, acc11);
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[a2At + k]);
            acc20 = b0.fma(a2, acc20);
            acc21 = b1.fma(a2, acc21);
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[a3At + k]);
            acc30 = b0.fma(a3, acc30);
            acc31 = b1.fma(a3, acc31);
            DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[a4At + k]);
            acc40 = b0.fma(a4, acc40);
            acc41 = b1.fma(a4, acc41);
        }
        acc00.add(DoubleVector.fromArray(SPECIES, before, beforeAt)).intoArray(c, cAt);
        acc01.add(DoubleVector.fromArray(SPECIES, before, beforeAt + beforeStep))
                .intoArray(c, cAt + LANES);
        if (rows > 1) {
            int row1 = cAt + 2 * LANES;
            acc10.add(DoubleVector.fromArray(SPECIES, before, beforeAt + beforeRow))
                    .intoArray(c, row1);
            acc11.add(DoubleVector.fromArray(SPECIES, before, beforeAt + beforeRow + beforeStep))
                    .intoArray(c, row1 + LANES);
        }
        if (rows > 2) {
            int row2 = cAt + 4 * LANES;
            acc20.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 2 * beforeRow))
                    .intoArray(c, row2);
            acc21.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 2 * beforeRow + beforeStep))
                    .intoArray(c, row2 + LANES);
        }
        if (rows > 3) {
            int row3 = cAt + 6 * LANES;
            acc30.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 3 * beforeRow))
                    .intoArray(c, row3);
            acc31.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 3 * beforeRow + beforeStep))
                    .intoArray(c, row3 + LANES);
        }
        if (rows > 4) {
            int row4 = cAt + 8 * LANES;
            acc40.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 4 * beforeRow))
                    .intoArray(c, row4);
            acc41.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 4 * beforeRow + beforeStep))
                    .intoArray(c, row4 + LANES);
        }
    }
}
