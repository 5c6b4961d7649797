package dev.convbench.gemm;

import dev.convbench.simd.Species;
import dev.convbench.simd.VectorModule;

/**
 * C += A·Bᵀ where the rows of both are long and contiguous: every element of C is a dot product, computed in registers
 * many at a time and without packing. For many terms and few rows and columns, where {@link Gemm} would spend its time on
 * packing. Immutable.
 *
 * <p>A sum may run over several lines, each contiguous: the images of a batch.
 */
public final class GemmTransposed {
    /** Before JDK 19, C2 keeps the sums of {@link DotTile} on the heap: slower than plain Java by a factor of seven. */
    private static final boolean TILES_IN_REGISTERS = Runtime.version().feature() >= 19;

    private final int ldb;
    private final int[] offset;
    private final DotTile tile;

    /**
     * A product.
     *
     * @param most rows of B at most
     * @param ldb distance of rows of B
     */
    public GemmTransposed(int most, int ldb) {
        this(most, ldb, VectorModule.isUsable() && TILES_IN_REGISTERS);
    }

    GemmTransposed(int most, int ldb, boolean vectors) {
        this.ldb = ldb;
        offset = new int[most];
        for (int j = 0; j < most; j++) {
            offset[j] = j * ldb;
        }
        tile = vectors ? DotTile.forRows(2) : null;
    }

    /** Elements of working memory. */
    public int laneLength() {
        return tile == null ? 0 : tile.laneDoubles();
    }

    /**
     * {@code c[i·ldc + j] += Σ_line Σ_p a[i·lda + line·aLine + p] · b[j·ldb + line·bLine + p]}, for i &lt; m, j &lt; n,
     * line &lt; lines, p &lt; length; offsets as given.
     *
     * @param m rows of A and C
     * @param n rows of B, columns of C
     * @param lines contiguous pieces of each sum
     * @param length terms of a piece
     * @param a holds A
     * @param aAt its first element
     * @param lda distance of its rows
     * @param aLine distance of its lines
     * @param b holds B
     * @param bAt its first element
     * @param bLine distance of its lines
     * @param c holds C
     * @param cAt its first element
     * @param ldc distance of its rows
     * @param lane working memory of {@link #laneLength}
     * @param laneAt its first element
     */
    public void add(
            int m,
            int n,
            int lines,
            int length,
            double[] a,
            int aAt,
            int lda,
            int aLine,
            double[] b,
            int bAt,
            int bLine,
            double[] c,
            int cAt,
            int ldc,
            double[] lane,
            int laneAt) {
        int done = 0;
        if (tile != null && length >= Species.LANES_F64) {
            int vectors = length / Species.LANES_F64;
            done = vectors * Species.LANES_F64;
            for (int i = 0; i < m; i += tile.mr) {
                int rows = Math.min(tile.mr, m - i);
                for (int j = 0; j < n; j += tile.nt) {
                    int columns = Math.min(tile.nt, n - j);
                    tile.run(
                            lines,
                            vectors,
                            a,
                            aAt + i * lda,
                            lda,
                            aLine,
                            rows,
                            b,
                            bAt,
                            offset,
                            j,
                            bLine,
                            columns,
                            lane,
                            laneAt,
                            c,
                            cAt + i * ldc + j,
                            ldc,
                            true);
                }
            }
        }
        for (int line = 0; line < lines && done < length; line++) {
            int from = aAt + line * aLine + done;
            ScalarDots.add(m, n, length - done, a, from, lda, b, bAt + line * bLine + done, ldb, c, cAt, ldc);
        }
    }
}
