package dev.convbench.gemm;

import dev.convbench.simd.VectorModule;
import java.util.Arrays;

/**
 * C = A·B, or C += A·B, for matrices of doubles of fixed sizes and layouts: {@link GemmLoops} over chunks fixed by the
 * sizes. By vectors where the JVM has the Vector API, else by loops that C2 vectorises. Immutable; all memory is the
 * caller's.
 *
 * <p>Three ways to use it:
 *
 * <ul>
 *   <li>whole products, serial or in chunks: {@link #newScratch}, {@link GemmScratch#set}, then {@link #multiply}, or
 *       {@link #run} for each chunk of each phase. What several chunks read is packed for all of them in a first phase;
 *       long sums with a small C are cut into parts that a last phase adds up;
 *   <li>many products with one A, or a part of the rows: {@link #ofPacked}, {@link #packA} once, {@link #multiplyPacked};
 *   <li>small products within somebody else's chunk: {@link #multiplyUnpacked}.
 * </ul>
 *
 * <p>The result is the same to the bit for every order of chunks and number of lanes.
 */
public final class Gemm {
    /** With fewer columns of C than this, packing A costs more than the reading of distant rows. */
    private static final int COLUMNS_WORTH_PACKING = 256;

    private final GemmLoops loops;
    private final GemmGrid grid;
    private final boolean packsA;
    private final boolean packsB;

    /** A product of whole matrices, rows contiguous. */
    public Gemm(int m, int n, int k) {
        this(m, n, k, MatrixLayout.rows(k), MatrixLayout.rows(n));
    }

    /**
     * A product.
     *
     * @param m rows of A and C
     * @param n columns of B and C
     * @param k columns of A, rows of B
     * @param a how A lies
     * @param b how B lies
     * @throws IllegalArgumentException if a size is not positive, or a line of A or B is longer than their distance
     */
    public Gemm(int m, int n, int k, MatrixLayout a, MatrixLayout b) {
        this(m, n, k, a, b, kernel(m, !a.transposed() && n <= COLUMNS_WORTH_PACKING));
    }

    /** A product for {@link #multiplyPacked}; arguments as in the constructor. */
    public static Gemm ofPacked(int m, int n, int k, MatrixLayout a, MatrixLayout b) {
        return new Gemm(m, n, k, a, b, kernel(m, false));
    }

    private static Microkernel kernel(int m, boolean rowsInPlace) {
        return VectorModule.isUsable() ? new VectorMicrokernel(m, rowsInPlace) : new ScalarMicrokernel();
    }

    Gemm(int m, int n, int k, MatrixLayout a, MatrixLayout b, Microkernel kernel) {
        this(m, n, k, a, b, kernel, kernel.blocking());
    }

    Gemm(int m, int n, int k, MatrixLayout a, MatrixLayout b, Microkernel kernel, Blocking blocking) {
        if (m < 1 || n < 1 || k < 1) {
            throw new IllegalArgumentException("a product of " + m + " x " + k + " by " + k + " x " + n);
        }
        a.check("A", m, k);
        b.check("B", k, n);
        loops = new GemmLoops(m, n, k, a, b, kernel, blocking);
        grid = GemmGrid.choose(m, n, k, loops.tiles(), loops.panels(), loops.blocks(), blocking);
        packsA = !loops.rowsInPlace && (grid.columns() > 1 || n > loops.nc);
        packsB = kernel.flat() && !loops.inPlace && grid.rows() > 1;
    }

    /** Columns that products of m rows take at a time: multiples are multiplied at full speed. */
    public static int panelColumns(int m) {
        return kernel(m, false).nr();
    }

    /** Micropanels of A: {@link #multiplyPacked} handles rows in units of it. */
    public int tiles() {
        return loops.tiles();
    }

    /** Rows of a micropanel of A. */
    public int tileRows() {
        return loops.mr;
    }

    /** Elements of packed A. */
    public int packedLength() {
        return loops.packedLengthA();
    }

    /** Operations of the product, a multiply-add counting as two. */
    public double operations() {
        return 2.0 * loops.m * loops.n * loops.k;
    }

    /** Phases of {@link #run}: they run in order. */
    public int phases() {
        return (packsFirst() ? 1 : 0) + 1 + (grid.parts() > 1 ? 1 : 0);
    }

    /** Chunks of a phase: they may run in any order and at once, each with a lane of its own. */
    public int chunks(int phase) {
        if (isPacking(phase)) {
            return packingChunksA() + packingChunksB();
        }
        return isSum(phase) ? sumChunks() : grid.chunks();
    }

    private boolean packsFirst() {
        return packsA || packsB;
    }

    private boolean isPacking(int phase) {
        return packsFirst() && phase == 0;
    }

    private boolean isSum(int phase) {
        return phase == (packsFirst() ? 2 : 1);
    }

    private int packingChunksA() {
        return packsA ? Math.min(grid.chunks(), loops.tiles()) : 0;
    }

    private int packingChunksB() {
        return packsB ? Math.min(grid.chunks(), loops.blocks()) : 0;
    }

    private int sumChunks() {
        return Math.min(grid.chunks(), loops.m);
    }

    // Shared memory: A packed, B packed, parts of the sum.

    private int packedBAt() {
        return packsA ? loops.packedLengthA() : 0;
    }

    private int partialAt() {
        return packedBAt() + (packsB ? loops.packedLengthB() : 0);
    }

    private int sharedLength() {
        int partial = grid.parts() > 1 ? Math.multiplyExact(grid.parts(), loops.m * loops.n) : 0;
        return Math.addExact(partialAt(), partial);
    }

    private int laneLength() {
        return (packsA ? 0 : loops.blockLengthA()) + (packsB ? 0 : loops.blockLengthB());
    }

    /** Elements of the flat working memory that {@link #multiplyPacked} needs. */
    public int laneLengthPacked() {
        return loops.blockLengthB();
    }

    /** Elements of the flat working memory that {@link #multiplyUnpacked} needs. */
    public int laneLengthUnpacked() {
        return loops.blockLengthA() + loops.blockLengthB();
    }

    /** Arrays of working memory of a lane. */
    public int laneRows() {
        return loops.kernel.panels(loops.kc, Math.min(loops.n, loops.nc));
    }

    /** Elements of each of them. */
    public int laneRowLength() {
        return loops.kernel.panelLength();
    }

    /** Memory for calls of {@link #multiply} and {@link #run} by so many workers. */
    public GemmScratch newScratch(int lanes) {
        return new GemmScratch(sharedLength(), laneLength(), laneRows(), laneRowLength(), lanes);
    }

    /** Carries out the product that the scratch holds, on the calling thread. */
    public void multiply(GemmScratch s) {
        for (int phase = 0; phase < phases(); phase++) {
            int chunks = chunks(phase);
            for (int chunk = 0; chunk < chunks; chunk++) {
                run(phase, chunk, s, 0);
            }
        }
    }

    /**
     * Carries out one chunk of the product that the scratch holds.
     *
     * @param phase from 0
     * @param chunk from 0
     * @param s operands and memory
     * @param lane whose working memory to use
     */
    public void run(int phase, int chunk, GemmScratch s, int lane) {
        if (isPacking(phase)) {
            pack(chunk, s);
        } else if (isSum(phase)) {
            sum(chunk, s);
        } else {
            product(chunk, s, lane);
        }
    }

    private void pack(int chunk, GemmScratch s) {
        int chunks = packingChunksA();
        if (chunk < chunks) {
            int first = GemmGrid.start(chunk, chunks, loops.tiles());
            loops.packA(s.a, s.aAt, first, GemmGrid.start(chunk + 1, chunks, loops.tiles()), s.shared, 0);
        } else {
            int index = chunk - chunks;
            int first = GemmGrid.start(index, packingChunksB(), loops.blocks());
            int end = GemmGrid.start(index + 1, packingChunksB(), loops.blocks());
            loops.packB(s.b, s.bAt, first, end, s.shared, packedBAt());
        }
    }

    private void product(int chunk, GemmScratch s, int lane) {
        int row = chunk % grid.rows();
        int column = chunk / grid.rows() % grid.columns();
        int part = chunk / grid.rows() / grid.columns();
        boolean split = grid.parts() > 1;
        loops.run(
                GemmGrid.start(row, grid.rows(), loops.tiles()) * loops.mr,
                Math.min(loops.m, GemmGrid.start(row + 1, grid.rows(), loops.tiles()) * loops.mr),
                GemmGrid.start(column, grid.columns(), loops.panels()) * loops.nr,
                Math.min(loops.n, GemmGrid.start(column + 1, grid.columns(), loops.panels()) * loops.nr),
                GemmGrid.start(part, grid.parts(), loops.blocks()) * loops.kc,
                Math.min(loops.k, GemmGrid.start(part + 1, grid.parts(), loops.blocks()) * loops.kc),
                packsA ? s.shared : s.a,
                packsA ? 0 : s.aAt,
                packsA,
                packsB ? s.shared : s.b,
                packsB ? packedBAt() : s.bAt,
                packsB,
                !split && s.accumulate,
                split ? null : s.start,
                s.startAt,
                split ? s.shared : s.c,
                split ? partialAt() + part * loops.m * loops.n : s.cAt,
                split ? loops.n : s.ldc,
                s.lane(lane),
                0,
                s.panels(lane));
    }

    private void sum(int chunk, GemmScratch s) {
        int n = loops.n;
        int end = GemmGrid.start(chunk + 1, sumChunks(), loops.m);
        for (int i = GemmGrid.start(chunk, sumChunks(), loops.m); i < end; i++) {
            int at = s.cAt + i * s.ldc;
            if (!s.accumulate) {
                Arrays.fill(s.c, at, at + n, s.start == null ? 0 : s.start[s.startAt + i]);
            }
            for (int part = 0; part < grid.parts(); part++) {
                add(s.shared, partialAt() + (part * loops.m + i) * n, s.c, at, n);
            }
        }
    }

    private static void add(double[] from, int fromAt, double[] to, int toAt, int length) {
        for (int j = 0; j < length; j++) {
            to[toAt + j] += from[fromAt + j];
        }
    }

    /**
     * Packs micropanels of A.
     *
     * @param source holds A
     * @param sourceAt its first element
     * @param firstTile first micropanel, of {@link #tiles}
     * @param endTile behind the last
     * @param packed receives them; all together take {@link #packedLength} elements
     * @param packedAt where the first of all stands
     */
    public void packA(double[] source, int sourceAt, int firstTile, int endTile, double[] packed, int packedAt) {
        loops.packA(source, sourceAt, firstTile, endTile, packed, packedAt);
    }

    /**
     * Rows of C = A·B or C += A·B with A packed; on a product made by {@link #ofPacked}.
     *
     * @param firstTile first micropanel of A, of {@link #tiles}
     * @param endTile behind the last
     * @param columns columns of B and C, at most n
     * @param packed A, packed
     * @param packedAt where it starts
     * @param right holds B
     * @param rightAt its first element
     * @param accumulate whether C gains the product; otherwise C is overwritten and never read
     * @param start what the sums of each row start from, or null for zero; not with {@code accumulate}
     * @param startAt start of row 0
     * @param c holds C
     * @param cAt its first element
     * @param ldc distance of its rows
     * @param lane working memory of {@link #laneLengthPacked}
     * @param laneAt its first element
     * @param panels working memory: {@link #laneRows} arrays of {@link #laneRowLength}
     */
    public void multiplyPacked(
            int firstTile,
            int endTile,
            int columns,
            double[] packed,
            int packedAt,
            double[] right,
            int rightAt,
            boolean accumulate,
            double[] start,
            int startAt,
            double[] c,
            int cAt,
            int ldc,
            double[] lane,
            int laneAt,
            double[][] panels) {
        loops.run(
                firstTile * loops.mr,
                Math.min(loops.m, endTile * loops.mr),
                0,
                columns,
                0,
                loops.k,
                packed,
                packedAt,
                true,
                right,
                rightAt,
                false,
                accumulate,
                start,
                startAt,
                c,
                cAt,
                ldc,
                lane,
                laneAt,
                panels);
    }

    /**
     * As many products with packed A, all rows, one after the other: those of a transform domain.
     *
     * @param count how many
     * @param columns columns of each B and C, at most n
     * @param packed packed A of all
     * @param packedAt the first
     * @param packedStep distance to the next, at least {@link #packedLength}
     * @param right holds B of all
     * @param rightAt the first
     * @param rightStep distance to the next
     * @param accumulate whether C gains the product; otherwise C is overwritten and never read
     * @param c holds C of all
     * @param cAt the first
     * @param cStep distance to the next
     * @param ldc distance of rows of C
     * @param lane working memory of {@link #laneLengthPacked}
     * @param laneAt its first element
     * @param panels working memory: {@link #laneRows} arrays of {@link #laneRowLength}
     */
    public void multiplyPackedBatch(
            int count,
            int columns,
            double[] packed,
            int packedAt,
            int packedStep,
            double[] right,
            int rightAt,
            int rightStep,
            boolean accumulate,
            double[] c,
            int cAt,
            int cStep,
            int ldc,
            double[] lane,
            int laneAt,
            double[][] panels) {
        for (int e = 0; e < count; e++) {
            multiplyPacked(
                    0,
                    tiles(),
                    columns,
                    packed,
                    packedAt + e * packedStep,
                    right,
                    rightAt + e * rightStep,
                    accumulate,
                    null,
                    0,
                    c,
                    cAt + e * cStep,
                    ldc,
                    lane,
                    laneAt,
                    panels);
        }
    }

    /**
     * C = A·B or C += A·B for smaller matrices in the same layouts, packed in the lane.
     *
     * @param rows rows of A and C, at most m
     * @param columns columns of B and C, at most n
     * @param terms columns of A, rows of B, at most k
     * @param left holds A
     * @param leftAt its first element
     * @param right holds B
     * @param rightAt its first element
     * @param accumulate whether C gains the product; otherwise C is overwritten and never read
     * @param c holds C
     * @param cAt its first element
     * @param ldc distance of its rows
     * @param lane working memory of {@link #laneLengthUnpacked}
     * @param laneAt its first element
     * @param panels working memory: {@link #laneRows} arrays of {@link #laneRowLength}
     */
    public void multiplyUnpacked(
            int rows,
            int columns,
            int terms,
            double[] left,
            int leftAt,
            double[] right,
            int rightAt,
            boolean accumulate,
            double[] c,
            int cAt,
            int ldc,
            double[] lane,
            int laneAt,
            double[][] panels) {
        loops.run(
                0,
                rows,
                0,
                columns,
                0,
                terms,
                left,
                leftAt,
                false,
                right,
                rightAt,
                false,
                accumulate,
                null,
                0,
                c,
                cAt,
                ldc,
                lane,
                laneAt,
                panels);
    }
}
