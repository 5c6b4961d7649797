package dev.convbench.gemm;

import dev.convbench.simd.Species;

/**
 * Products of some rows with one panel, the rows divided evenly among register tiles: where 16 rows would take three tiles of
 * six with two rows idle, they take tiles of 6, 5 and 5.
 */
public final class PanelProduct {
    private static final int LANES = Species.LANES_F64;

    private static final PanelTile SIX = new PanelTile6x4();
    private static final PanelTile FIVE = new PanelTile5x4();
    private static final PanelTile FOUR = new PanelTile4x4();
    private static final PanelTile NARROW = new PanelTile5x2();

    private PanelProduct() {}

    /** Vectors of a wide panel, as many as the registers hold with enough rows; a narrow one has 2. */
    public static int wideVectors() {
        return VectorTile.REGISTERS < 32 ? NARROW.nv : SIX.nv;
    }

    /** Vectors of the panel that begins {@code vectors} before the end of a line. */
    public static int panelVectors(int vectors) {
        return vectors <= NARROW.nv ? NARROW.nv : wideVectors();
    }

    /**
     * c[cAt + i·vectors·LANES + j] (+)= Σ_k a[aAt + i·aRow + k] · b[bAt + k·vectors·LANES + j]
     *
     * @param rows rows of A
     * @param kc terms of a sum
     * @param vectors vectors of a line of the panel, {@link #panelVectors}
     * @param accumulate whether to add to c; otherwise c is overwritten and never read
     */
    public static void run(
            int rows,
            int kc,
            double[] a,
            int aAt,
            int aRow,
            int vectors,
            double[] b,
            int bAt,
            double[] c,
            int cAt,
            boolean accumulate) {
        int most = vectors == NARROW.nv ? NARROW.mr : SIX.mr;
        int tiles = (rows + most - 1) / most;
        int row = 0;
        for (int t = 0; t < tiles; t++) {
            int end = (int) ((long) rows * (t + 1) / tiles);
            int height = end - row;
            int from = aAt + row * aRow;
            int to = cAt + row * vectors * LANES;
            if (vectors == NARROW.nv) {
                NARROW.run(kc, a, from, aRow, height, b, bAt, c, to, accumulate);
            } else if (height > FIVE.mr) {
                SIX.run(kc, a, from, aRow, height, b, bAt, c, to, accumulate);
            } else if (height > FOUR.mr) {
                FIVE.run(kc, a, from, aRow, height, b, bAt, c, to, accumulate);
            } else {
                FOUR.run(kc, a, from, aRow, height, b, bAt, c, to, accumulate);
            }
            row = end;
        }
    }
}
