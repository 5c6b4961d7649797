package dev.convbench.gemm;

import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 6 rows times 4 vectors of a panel, 24 accumulators: with 4 vectors of the panel and 1 broadcast 29 registers.
 */
final class PanelTile6x4 extends PanelTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    PanelTile6x4() {
        super(6, 4);
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
            kernel(kc, a, aAt, aRow, rows, b, bAt, c, cAt, c, cAt, 4 * LANES, LANES);
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
        int a5At = aAt + Math.min(5, rows - 1) * aRow;
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
        DoubleVector acc40 = DoubleVector.zero(SPECIES);
        DoubleVector acc41 = DoubleVector.zero(SPECIES);
        DoubleVector acc42 = DoubleVector.zero(SPECIES);
        DoubleVector acc43 = DoubleVector.zero(SPECIES);
        DoubleVector acc50 = DoubleVector.zero(SPECIES);
        DoubleVector acc51 = DoubleVector.zero(SPECIES);
        DoubleVector acc52 = DoubleVector.zero(SPECIES);
        DoubleVector acc53 = DoubleVector.zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            int at = bAt + k * 4 * LANES;
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, at);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, at + LANES);
            DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, at + 2 * LANES);
            DoubleVector b3 = DoubleVector.fromArray(SPECIES, b, at + 3 * LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[aAt + k]);
            acc00 = b0.fma(a0, acc00);
            acc01 = b1.fma(a0, acc01);
            acc02 = b2.fma(a0, acc02);
            acc03 = b3.fma(a0, acc03);
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[a1At + k]);
            acc10 = b0.fma(a1, acc10);
            acc11 = b1.fma(a1, acc11);
            acc12 = b2.fma(a1, acc12);
            acc13 = b3.fma(a1, acc13);
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[a2At + k]);
            acc20 = b0.fma(a2, acc20);
            acc21 = b1.fma(a2, acc21);
            acc22 = b2.fma(a2, acc22);
            acc23 = b3.fma(a2, acc23);
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[a3At + k]);
            acc30 = b0.fma(a3, acc30);
            acc31 = b1.fma(a3, acc31);
            acc32 = b2.fma(a3, acc32);
            acc33 = b3.fma(a3, acc33);
            DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[a4At + k]);
            acc40 = b0.fma(a4, acc40);
            acc41 = b1.fma(a4, acc41);
            acc42 = b2.fma(a4, acc42);
            acc43 = b3.fma(a4, acc43);
            DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[a5At + k]);
            acc50 = b0.fma(a5, acc50);
            acc51 = b1.fma(a5, acc51);
            acc52 = b2.fma(a5, acc52);
            acc53 = b3.fma(a5, acc53);
        }
        acc00.add(DoubleVector.fromArray(SPECIES, before, beforeAt)).intoArray(c, cAt);
        acc01.add(DoubleVector.fromArray(SPECIES, before, beforeAt + beforeStep))
                .intoArray(c, cAt + LANES);
        acc02.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 2 * beforeStep))
                .intoArray(c, cAt + 2 * LANES);
        acc03.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 3 * beforeStep))
                .intoArray(c, cAt + 3 * LANES);
        if (rows > 1) {
            int row1 = cAt + 4 * LANES;
            acc10.add(DoubleVector.fromArray(SPECIES, before, beforeAt + beforeRow))
                    .intoArray(c, row1);
            acc11.add(DoubleVector.fromArray(SPECIES, before, beforeAt + beforeRow + beforeStep))
                    .intoArray(c, row1 + LANES);
            acc12.add(DoubleVector.fromArray(SPECIES, before, beforeAt + beforeRow + 2 * beforeStep))
                    .intoArray(c, row1 + 2 * LANES);
            acc13.add(DoubleVector.fromArray(SPECIES, before, beforeAt + beforeRow + 3 * beforeStep))
                    .intoArray(c, row1 + 3 * LANES);
        }
        if (rows > 2) {
            int row2 = cAt + 8 * LANES;
            acc20.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 2 * beforeRow))
                    .intoArray(c, row2);
            acc21.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 2 * beforeRow + beforeStep))
                    .intoArray(c, row2 + LANES);
            acc22.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 2 * beforeRow + 2 * beforeStep))
                    .intoArray(c, row2 + 2 * LANES);
            acc23.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 2 * beforeRow + 3 * beforeStep))
                    .intoArray(c, row2 + 3 * LANES);
        }
        if (rows > 3) {
            int row3 = cAt + 12 * LANES;
            acc30.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 3 * beforeRow))
                    .intoArray(c, row3);
            acc31.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 3 * beforeRow + beforeStep))
                    .intoArray(c, row3 + LANES);
            acc32.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 3 * beforeRow + 2 * beforeStep))
                    .intoArray(c, row3 + 2 * LANES);
            acc33.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 3 * beforeRow + 3 * beforeStep))
                    .intoArray(c, row3 + 3 * LANES);
        }
        if (rows > 4) {
            int row4 = cAt + 16 * LANES;
            acc40.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 4 * beforeRow))
                    .intoArray(c, row4);
            acc41.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 4 * beforeRow + beforeStep))
                    .intoArray(c, row4 + LANES);
            acc42.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 4 * beforeRow + 2 * beforeStep))
                    .intoArray(c, row4 + 2 * LANES);
            acc43.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 4 * beforeRow + 3 * beforeStep))
                    .intoArray(c, row4 + 3 * LANES);
        }
        if (rows > 5) {
            int row5 = cAt + 20 * LANES;
            acc50.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 5 * beforeRow))
                    .intoArray(c, row5);
            acc51.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 5 * beforeRow + beforeStep))
                    .intoArray(c, row5 + LANES);
            acc52.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 5 * beforeRow + 2 * beforeStep))
                    .intoArray(c, row5 + 2 * LANES);
            acc53.add(DoubleVector.fromArray(SPECIES, before, beforeAt + 5 * beforeRow + 3 * beforeStep))
                    .intoArray(c, row5 + 3 * LANES);
        }
    }
}
