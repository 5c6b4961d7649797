package dev.convbench.gemm;

import dev.convbench.simd.Species;

/**
 * A microkernel for many small products of the same sizes, such as those in a transform domain: rows of A are read where they
 * stand, one behind the other, and B is packed in panels.
 *
 * <pre>
 * c[cAt + i·NV·LANES + j] (+)= Σ_k a[aAt + i·aRow + k] · b[bAt + k·NV·LANES + j]
 * </pre>
 *
 * <p>Unlike {@link VectorTile} there are no tables of offsets: every line of a panel and every row of C is as wide as the tile.
 */
abstract class PanelTile {
    /**
     * A vector of zeros to add where nothing is to be added: a branch with a vector on each side would leave it on the heap in
     * JDK 17.
     */
    static final double[] ZEROS = new double[Species.LANES_F64];

    /** Rows. */
    final int mr;

    /** Vectors of a line of a panel. */
    final int nv;

    PanelTile(int mr, int nv) {
        this.mr = mr;
        this.nv = nv;
    }

    /**
     * Computes one tile.
     *
     * @param kc terms of a sum
     * @param a holds A
     * @param aAt its element (0, 0)
     * @param aRow distance of its rows
     * @param rows rows to store, 1 to {@link #mr}
     * @param b holds the panel
     * @param bAt its first line
     * @param c output
     * @param cAt its first row
     * @param accumulate whether to add to c; otherwise c is overwritten and never read
     */
    abstract void run(
            int kc,
            double[] a,
            int aAt,
            int aRow,
            int rows,
            double[] b,
            int bAt,
            double[] c,
            int cAt,
            boolean accumulate);
}
