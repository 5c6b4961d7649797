package dev.convbench.gemm;

import dev.convbench.simd.Species;

/**
 * A microkernel for long sums: {@link #mr} rows of a times {@link #nt} rows of b, multiplied element by element and summed
 * along both rows' unit stride.
 *
 * <p>For row m and column t: {@code c[cAt + m·ldc + t] = Σ_line Σ_i a[aAt + m·aRow + line·aLine + i] · b[bAt + bOffset[t] +
 * line·bLine + i]}, i running over {@code vectors} whole vectors of each of {@code lines} lines. Rows of b may overlap:
 * shifted reads of one padded image, the taps of a kernel, are what it is made for.
 *
 * <p>Edges are inside: rows and columns beyond those asked for are computed on repeated addresses and not stored.
 */
public abstract class DotTile {
    /** Rows of a. */
    public final int mr;

    /** Rows of b. */
    public final int nt;

    DotTile(int mr, int nt) {
        this.mr = mr;
        this.nt = nt;
    }

    /** The tile for that many rows of a, with as many rows of b as registers allow. */
    public static DotTile forRows(int rows) {
        if (rows == 1) {
            return new DotTile1x9();
        }
        return VectorTile.REGISTERS < 32 ? new DotTile3x3() : new DotTile4x6();
    }

    /** Doubles of working memory that {@link #run} needs for the lanes of its sums. */
    public final int laneDoubles() {
        return mr * nt * Species.LANES_F64;
    }

    /**
     * Adds up the lanes of each sum, pairwise in a fixed order: the order of the Vector API's own reduction is left open
     * and differs between interpreter and compiler.
     */
    final void sum(
            double[] lanes, int lanesAt, int rows, int columns, double[] c, int cAt, int ldc, boolean accumulate) {
        for (int m = 0; m < rows; m++) {
            for (int t = 0; t < columns; t++) {
                double sum = LaneSum.of(lanes, lanesAt + (m * nt + t) * Species.LANES_F64);
                int at = cAt + m * ldc + t;
                c[at] = accumulate ? c[at] + sum : sum;
            }
        }
    }

    /**
     * Computes one tile.
     *
     * @param lines lines to sum over
     * @param vectors vectors of each line
     * @param a left operand
     * @param aAt its first element
     * @param aRow distance of its rows
     * @param aLine distance of its lines
     * @param rows rows to store, 1 to {@link #mr}
     * @param b right operand
     * @param bAt its first element
     * @param bOffset where row t starts, from index {@code bOffsetAt} on
     * @param bOffsetAt first of them
     * @param bLine distance of its lines
     * @param columns columns to store, 1 to {@link #nt}
     * @param lanes working memory of {@link #laneDoubles}
     * @param lanesAt its first element
     * @param c result
     * @param cAt its first element
     * @param ldc distance of its rows
     * @param accumulate whether to add to c; otherwise c is overwritten and never read
     */
    public abstract void run(
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
            boolean accumulate);
}
