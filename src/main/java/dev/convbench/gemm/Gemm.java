package dev.convbench.gemm;

import java.util.Arrays;

/**
 * C = A·B + beta·C for one A of m × k after another, with A packed beforehand: the five loops of BLIS round a {@link
 * Microkernel}. Immutable.
 *
 * <pre>
 * JC: blocks of NC columns of B and C
 *   PC: blocks of KC terms; pack KC × NC of B
 *     IC: blocks of MC rows of A and C
 *       JR: micropanels of NR columns
 *         IR: micropanels of MR rows; microkernel
 * </pre>
 */
public final class Gemm {
    /**
     * Terms of a block. A micropanel of A of 3 × 128 doubles (3 KiB) stays in L1 beside the tile, and one micropanel of B of
     * 128 × 256 doubles (256 KiB) in an L2 of 512 KiB or more; a tile is read and written once per 128 multiply-adds.
     */
    static final int KC = 128;
    /** Rows of a block, a multiple of 3: 96 × 128 doubles of A (96 KiB) stay in L2 beside a micropanel of B. */
    static final int MC = 96;
    /** Columns of a block: two micropanels of 256 columns; more would only enlarge the scratch memory, A being packed. */
    static final int NC = 512;

    private final Microkernel kernel;
    private final int m;
    private final int k;
    private final int mr;
    private final int nr;
    private final int kr;

    /**
     * A multiplication with A of m × k by the scalar microkernel.
     *
     * @param m rows of A and C
     * @param k columns of A, rows of B
     */
    public Gemm(int m, int k) {
        this(m, k, new ScalarMicrokernel());
    }

    /**
     * A multiplication with A of m × k.
     *
     * @param m rows of A and C
     * @param k columns of A, rows of B
     * @param kernel does the work; KC must be a multiple of its kr
     */
    public Gemm(int m, int k, Microkernel kernel) {
        this.kernel = kernel;
        this.m = m;
        this.k = k;
        mr = kernel.mr();
        nr = kernel.nr();
        kr = kernel.kr();
    }

    /** Number of micropanels of A: rows are handled in units of it. */
    public int tiles() {
        return (m - 1) / mr + 1;
    }

    /** Rows of a micropanel of A. */
    public int tileRows() {
        return mr;
    }

    /** Columns that are multiplied at once at full speed. */
    public int columns() {
        return nr;
    }

    /** Elements of packed A. */
    public int packedLength() {
        return steps(k) * kr * tiles() * mr;
    }

    /** Arrays of scratch memory for products of at most n columns: one tile and the packed block of B. */
    public int panels(int n) {
        return 1 + steps(Math.min(KC, k)) * panelsAcross(Math.min(NC, n));
    }

    /** Elements of each of them. */
    public int panelLength() {
        return Math.max(mr, kr) * nr;
    }

    private int steps(int terms) {
        return (terms - 1) / kr + 1;
    }

    private int panelsAcross(int n) {
        return (n - 1) / nr + 1;
    }

    /**
     * Packs A.
     *
     * @param a holds A
     * @param aAt place of its element (0, 0)
     * @param rowStride distance between rows
     * @param columnStride distance between columns
     * @param packed receives {@link #packedLength} elements
     * @param packedAt from here on
     */
    public void packA(double[] a, int aAt, int rowStride, int columnStride, double[] packed, int packedAt) {
        for (int pc = 0; pc < k; pc += KC) {
            int end = Math.min(k, pc + KC);
            int at = packedAt + pc * tiles() * mr;
            for (int tile = 0; tile < tiles(); tile++) {
                for (int p = pc; p < end; p += kr) {
                    at = packStep(a, aAt, rowStride, columnStride, tile * mr, p, packed, at);
                }
            }
        }
    }

    private int packStep(
            double[] a, int aAt, int rowStride, int columnStride, int row, int p, double[] packed, int packedAt) {
        int at = packedAt;
        for (int i = row; i < row + mr; i++) {
            for (int t = p; t < p + kr; t++) {
                packed[at++] = i < m && t < k ? a[aAt + i * rowStride + t * columnStride] : 0;
            }
        }
        return at;
    }

    /**
     * Rows of C = A·B + beta·C. With beta 0, C is not read.
     *
     * @param firstTile first micropanel of A, of {@link #tiles}
     * @param endTile behind the last
     * @param n columns of B and C
     * @param packed A, packed
     * @param packedAt where it starts
     * @param b holds B
     * @param bAt place of its element (0, 0)
     * @param ldb distance between its rows, which are contiguous
     * @param beta factor of C
     * @param c holds C
     * @param cAt place of its element (0, 0)
     * @param ldc distance between its rows, which are contiguous
     * @param panels scratch memory, {@link #panels} arrays of {@link #panelLength}
     */
    public void multiply(
            int firstTile,
            int endTile,
            int n,
            double[] packed,
            int packedAt,
            double[] b,
            int bAt,
            int ldb,
            double beta,
            double[] c,
            int cAt,
            int ldc,
            double[][] panels) {
        for (int jc = 0; jc < n; jc += NC) {
            int nc = Math.min(NC, n - jc);
            for (int pc = 0; pc < k; pc += KC) {
                int kc = Math.min(KC, k - pc);
                packB(b, bAt + pc * ldb + jc, ldb, kc, nc, panels);
                double factor = pc == 0 ? beta : 1;
                int at = packedAt + pc * tiles() * mr;
                for (int ic = firstTile; ic < endTile; ic += MC / mr) {
                    int end = Math.min(endTile, ic + MC / mr);
                    macrokernel(ic, end, nc, kc, packed, at, factor, c, cAt + jc, ldc, panels);
                }
            }
        }
    }

    private void packB(double[] b, int bAt, int ldb, int kc, int nc, double[][] panels) {
        int panel = 1;
        for (int jr = 0; jr < nc; jr += nr) {
            int length = Math.min(nr, nc - jr);
            for (int p = 0; p < kc; p += kr) {
                double[] step = panels[panel++];
                for (int t = 0; t < kr; t++) {
                    if (p + t < kc) {
                        System.arraycopy(b, bAt + (p + t) * ldb + jr, step, t * nr, length);
                    } else {
                        Arrays.fill(step, t * nr, t * nr + length, 0);
                    }
                }
            }
        }
    }

    private void macrokernel(
            int firstTile,
            int endTile,
            int nc,
            int kc,
            double[] packed,
            int packedAt,
            double beta,
            double[] c,
            int cAt,
            int ldc,
            double[][] panels) {
        double[] tile = panels[0];
        int steps = steps(kc);
        for (int jr = 0; jr < nc; jr += nr) {
            int length = Math.min(nr, nc - jr);
            for (int ir = firstTile; ir < endTile; ir++) {
                int rows = Math.min(mr, m - ir * mr);
                int at = cAt + ir * mr * ldc + jr;
                load(c, at, ldc, beta, rows, length, tile);
                int aAt = packedAt + ir * steps * kr * mr;
                kernel.run(steps, packed, aAt, panels, 1 + jr / nr * steps, length, tile);
                for (int i = 0; i < rows; i++) {
                    System.arraycopy(tile, i * nr, c, at + i * ldc, length);
                }
            }
        }
    }

    private void load(double[] c, int cAt, int ldc, double beta, int rows, int length, double[] tile) {
        if (beta == 0) {
            Arrays.fill(tile, 0, mr * nr, 0);
            return;
        }
        for (int i = 0; i < rows; i++) {
            System.arraycopy(c, cAt + i * ldc, tile, i * nr, length);
            if (beta != 1) {
                for (int j = i * nr; j < i * nr + length; j++) {
                    tile[j] *= beta;
                }
            }
        }
    }
}
