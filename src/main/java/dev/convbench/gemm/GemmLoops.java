package dev.convbench.gemm;

/**
 * The five loops of a matrix product C = A·B or C += A·B, after BLIS (Van Zee and van de Geijn, ACM TOMS 41(3), 2015; the
 * scheme is Goto's, ACM TOMS 34(3), 2008).
 *
 * <pre>
 * JC: for columns jc of C in steps of NC
 *   PC: for terms pc in steps of KC;         B[pc.., jc..] becomes micropanels: KC × NC
 *     IC: for rows ic of C in steps of MC;   A[ic.., pc..] becomes micropanels: MC × KC
 *       JR: for micropanels of B, NR columns each
 *         IR: for micropanels of A, MR rows each
 *           C[MR × NR] (+)= micropanel of A · micropanel of B: the {@link Microkernel}
 * </pre>
 *
 * <p><b>Formula.</b> Each element is {@code c[i][j] = start[i] + Σ_p a[i][p]·b[p][j]}, the terms of a block of KC added in
 * order by fused multiply-adds, the sums of later blocks added to C one after the other. Which other elements are computed
 * beside it, in which tile or by which chunk, does not enter: so edges, chunks and workers do not change a bit. The error
 * is at most (k + 1)·u·Σ|a||b| to first order.
 *
 * <p><b>Layout.</b> A micropanel of A is [term][row]: each term gives MR numbers to broadcast, one cache line holding
 * eight. A micropanel of B is [term][column]: each term gives NR/lanes whole vectors. Rows of both that do not exist are
 * padded, so no loop over terms has a condition; what must not be stored is kept out by the microkernel.
 *
 * <p><b>Where the blocks live</b> (figures for 512-bit vectors and the 8 × 3-vector tile, NR = 24; the widths change NR and KC):
 *
 * <ul>
 *   <li>a tile: 24 registers of sums, 3 of B, 1 of A;
 *   <li>a micropanel of B, KC × 24 = 24 KiB: L1, met by every tile of the IR loop;
 *   <li>a micropanel of A, 8 × KC = 8 KiB: streams from L2, one line of 64 bytes for 24 multiply-adds;
 *   <li>a block of A, MC × KC = 384 KiB: L2;
 *   <li>a block of B, KC × NC = 2 MiB: L3.
 * </ul>
 *
 * <p>A tile of C is read and written once per KC terms. Blocks are made even, so that 144 terms are 2 × 72 and not 128 + 16.
 *
 * <p><b>What is not packed.</b> Packing moves each element once more, which costs about as much as 2 to 6 multiply-adds of
 * a whole vector; it pays where an element is used by many tiles. B is read in place where its rows lie close together (a
 * column matrix, an affine layer's weights), or where few rows of A would use the copy; but not where its rows are a
 * multiple of 4 KiB apart, because then they share a few sets of the caches. A is read in place where few columns use it
 * ({@link VectorTile#inPlace}). Where micropanels of B are made, whole rows are read one after the other, as the
 * prefetchers like it, rather than panel by panel (which took twice as long).
 */
final class GemmLoops {
    /** Rows of B of up to 3 KiB lie close enough together to be read where they are, however often. */
    private static final int CLOSE = 384;

    /** With fewer rows of C than this, packing B costs more than the reading of distant rows. */
    private static final int ROWS_WORTH_PACKING = 128;

    /** Rows of B at a multiple of this distance (4 KiB) share a few sets of the caches. */
    private static final int CACHE_PERIOD = 512;

    private static final double[][] NO_PANELS = {};

    final Microkernel kernel;
    final int m;
    final int n;
    final int k;
    final int mr;
    final int nr;
    final int kc;
    final int mc;
    final int nc;

    /** Whether full micropanels of B are read where they are. */
    final boolean inPlace;

    /** Whether rows of A are read where they are. */
    final boolean rowsInPlace;

    private final MatrixLayout a;
    private final MatrixLayout b;
    private final int[] packedOffset;
    private final int[] placeOffset;

    GemmLoops(int m, int n, int k, MatrixLayout a, MatrixLayout b, Microkernel kernel, Blocking blocking) {
        this.kernel = kernel;
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = a;
        this.b = b;
        mr = kernel.mr();
        nr = kernel.nr();
        kc = Blocking.even(k, blocking.kc(), kernel.kr());
        mc = Blocking.even(m, blocking.mc(), mr);
        nc = Blocking.even(n, blocking.nc(), nr);
        boolean few = m < ROWS_WORTH_PACKING && b.leading() % CACHE_PERIOD != 0;
        inPlace = kernel.flat() && !b.transposed() && (few || b.leading() <= CLOSE);
        rowsInPlace = kernel.readsRowsOfA();
        packedOffset = offsets(nr);
        placeOffset = offsets(inPlace ? b.leading() : 0);
    }

    private int[] offsets(int stride) {
        int[] offset = new int[Math.min(kc, k) + 1];
        for (int p = 0; p < offset.length; p++) {
            offset[p] = p * stride;
        }
        return offset;
    }

    /** Micropanels of A. */
    int tiles() {
        return (m - 1) / mr + 1;
    }

    /** Micropanels of B. */
    int panels() {
        return (n - 1) / nr + 1;
    }

    /** Blocks of terms. */
    int blocks() {
        return (k - 1) / kc + 1;
    }

    private int padded(int terms) {
        return (terms + kernel.kr() - 1) / kernel.kr() * kernel.kr();
    }

    /** Elements of A, packed whole. */
    int packedLengthA() {
        return Math.multiplyExact(padded(k), tiles() * mr);
    }

    /** Elements of B, packed whole. */
    int packedLengthB() {
        return Math.multiplyExact(k, panels() * nr);
    }

    /** Elements of a lane's block of A; 0 where A is read in place. */
    int blockLengthA() {
        return rowsInPlace ? 0 : padded(kc) * mc;
    }

    /** Elements of a lane's block of B. */
    int blockLengthB() {
        return kernel.packedLength(padded(kc), inPlace ? nr : nc);
    }

    /** Packs micropanels of A from {@code firstTile} on, block of terms after block of terms. */
    void packA(double[] source, int sourceAt, int firstTile, int endTile, double[] packed, int packedAt) {
        int row = firstTile * mr;
        for (int pc = 0; pc < k; pc += kc) {
            int terms = Math.min(kc, k - pc);
            int to = packedAt + pc * tiles() * mr + row * padded(terms);
            int from = sourceAt + row * a.rowStride() + pc * a.columnStride();
            int rows = Math.min(m, endTile * mr) - row;
            Packing.packA(kernel, rows, terms, source, from, a.rowStride(), a.columnStride(), packed, to);
        }
    }

    /** Packs blocks of terms of B, all columns, to where they stand in B packed whole. */
    void packB(double[] source, int sourceAt, int firstBlock, int endBlock, double[] packed, int packedAt) {
        for (int pc = firstBlock * kc; pc < Math.min(k, endBlock * kc); pc += kc) {
            int from = sourceAt + pc * b.rowStride();
            int to = packedAt + pc * panels() * nr;
            int terms = Math.min(kc, k - pc);
            kernel.prepare(terms, source, from, b.rowStride(), b.columnStride(), n, packed, to, NO_PANELS);
        }
    }

    /**
     * The five loops over a part of the product.
     *
     * @param fromRow first row of C, a multiple of MR
     * @param endRow behind the last
     * @param fromColumn first column of C, a multiple of NR
     * @param endColumn behind the last
     * @param fromTerm first term, a multiple of KC
     * @param endTerm behind the last
     * @param left holds A, packed whole or not at all
     * @param leftAt its first element
     * @param leftPacked whether A is packed
     * @param right holds B, packed whole or not at all
     * @param rightAt its first element
     * @param rightPacked whether B is packed
     * @param accumulate whether to add to C
     * @param start what sums start from where nothing is added, or null for zero
     * @param startAt start of row 0
     * @param c holds C
     * @param cAt its element (0, 0)
     * @param ldc distance of its rows
     * @param lane room for a block of A, if A is not packed, and for one of B
     * @param laneAt where it starts
     * @param panels the microkernel's arrays
     */
    void run(
            int fromRow,
            int endRow,
            int fromColumn,
            int endColumn,
            int fromTerm,
            int endTerm,
            double[] left,
            int leftAt,
            boolean leftPacked,
            double[] right,
            int rightAt,
            boolean rightPacked,
            boolean accumulate,
            double[] start,
            int startAt,
            double[] c,
            int cAt,
            int ldc,
            double[] lane,
            int laneAt,
            double[][] panels) {
        int blockBAt = leftPacked ? laneAt : laneAt + blockLengthA();
        for (int jc = fromColumn; jc < endColumn; jc += nc) {
            int columns = Math.min(nc, endColumn - jc);
            for (int pc = fromTerm; pc < endTerm; pc += kc) {
                int terms = Math.min(kc, endTerm - pc);
                int placeAt = rightAt + pc * b.rowStride() + jc * b.columnStride();
                int bAt = rightPacked ? rightAt + pc * panels() * nr + jc * terms : blockBAt;
                if (!rightPacked) {
                    blockOfB(terms, columns, right, placeAt, lane, blockBAt, panels);
                }
                boolean add = accumulate || pc > fromTerm;
                for (int ic = fromRow; ic < endRow; ic += mc) {
                    int rows = Math.min(mc, endRow - ic);
                    int aAt = leftAt + pc * tiles() * mr + ic * padded(terms);
                    if (!leftPacked) {
                        aAt = blockOfA(rows, terms, left, leftAt, ic, pc, lane, laneAt);
                    }
                    macrokernel(
                            rows,
                            columns,
                            terms,
                            leftPacked || rowsInPlace ? left : lane,
                            aAt,
                            right,
                            placeAt,
                            rightPacked ? right : lane,
                            bAt,
                            add,
                            add ? null : start,
                            startAt + ic,
                            c,
                            cAt + ic * ldc + jc,
                            ldc,
                            panels);
                }
            }
        }
    }

    /** Makes the micropanels of a block of B that are not read in place. */
    private void blockOfB(
            int terms, int columns, double[] right, int placeAt, double[] lane, int bAt, double[][] panels) {
        int first = inPlace ? columns / nr * nr : 0;
        if (first < columns) {
            int from = placeAt + first * b.columnStride();
            int rest = columns - first;
            kernel.prepare(terms, right, from, b.rowStride(), b.columnStride(), rest, lane, bAt, panels);
        }
    }

    /** Makes the micropanels of a block of A, unless it is read in place, and tells where it stands. */
    private int blockOfA(int rows, int terms, double[] left, int leftAt, int ic, int pc, double[] lane, int laneAt) {
        int from = leftAt + ic * a.rowStride() + pc * a.columnStride();
        if (rowsInPlace) {
            return from;
        }
        Packing.packA(kernel, rows, terms, left, from, a.rowStride(), a.columnStride(), lane, laneAt);
        return laneAt;
    }

    /** The loops JR and IR. */
    private void macrokernel(
            int rows,
            int columns,
            int terms,
            double[] left,
            int aAt,
            double[] right,
            int placeAt,
            double[] packed,
            int bAt,
            boolean accumulate,
            double[] start,
            int startAt,
            double[] c,
            int cAt,
            int ldc,
            double[][] panels) {
        int aRow = rowsInPlace ? a.leading() : padded(terms);
        for (int jr = 0; jr < columns; jr += nr) {
            int width = Math.min(nr, columns - jr);
            boolean place = inPlace && width == nr;
            int panel = inPlace ? 0 : jr / nr;
            for (int ir = 0; ir < rows; ir += mr) {
                kernel.run(
                        terms,
                        left,
                        aAt + ir * aRow,
                        aRow,
                        place ? right : packed,
                        place ? placeAt + jr : bAt + panel * terms * nr,
                        place ? placeOffset : packedOffset,
                        panel,
                        Math.min(mr, rows - ir),
                        width,
                        accumulate,
                        start,
                        startAt + ir,
                        c,
                        cAt + ir * ldc + jr,
                        ldc,
                        panels);
            }
        }
    }
}
