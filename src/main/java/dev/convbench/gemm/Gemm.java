package dev.convbench.gemm;

import dev.convbench.simd.VectorModule;
import java.util.Arrays;

/**
 * C = A·B, or C += A·B, for matrices of doubles: the five loops of BLIS round a {@link Microkernel}. Immutable.
 *
 * <pre>
 * JC: blocks of NC columns of B and C
 *   PC: blocks of KC terms; pack KC × NC of B
 *     IC: blocks of MC rows of A and C; pack MC × KC of A
 *       JR: micropanels of NR columns
 *         IR: micropanels of MR rows; microkernel
 * </pre>
 */
public final class Gemm {
    /** Rows of B of up to 3 KiB lie close enough together to be read where they are, however often. */
    private static final int CLOSE = 384;

    /** With fewer rows of C than this, packing B costs more than the reading of distant rows. */
    private static final int ROWS_WORTH_PACKING = 128;

    /** With fewer columns of C than this, packing A costs more than the reading of distant rows. */
    private static final int COLUMNS_WORTH_PACKING = 256;

    /** Rows of B at a multiple of this distance (4 KiB) share a few sets of the caches. */
    private static final int CACHE_PERIOD = 512;

    private final Microkernel kernel;
    private final int m;
    private final int n;
    private final int k;
    private final MatrixLayout a;
    private final MatrixLayout b;
    private final int mr;
    private final int nr;
    private final int kc;
    private final int mc;
    private final int nc;
    private final GemmGrid grid;
    private final boolean packsA;
    private final boolean packsB;
    private final boolean inPlace;
    private final int[] packedOffset;
    private final int[] placeOffset;

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
        grid = GemmGrid.choose(m, n, k, tiles(), panels(n), blocks(), blocking);
        inPlace = kernel.flat() && readsInPlace();
        packsA = !kernel.readsRowsOfA() && (grid.columns() > 1 || n > nc);
        packsB = kernel.flat() && !inPlace && grid.rows() > 1;
        packedOffset = offsets(nr);
        placeOffset = offsets(b.leading());
    }

    private static final double[][] NO_PANELS = {};

    private boolean readsInPlace() {
        boolean few = m < ROWS_WORTH_PACKING && b.leading() % CACHE_PERIOD != 0;
        return !b.transposed() && (few || b.leading() <= CLOSE);
    }

    private int[] offsets(int stride) {
        int[] offset = new int[Math.min(kc, k)];
        for (int p = 0; p < offset.length; p++) {
            offset[p] = p * stride;
        }
        return offset;
    }

    /** Micropanels of A: rows are handled in units of it. */
    public int tiles() {
        return (m - 1) / mr + 1;
    }

    /** Rows of a micropanel of A. */
    public int tileRows() {
        return mr;
    }

    /** Columns that products of m rows take at a time: multiples are multiplied at full speed. */
    public static int panelColumns(int m) {
        return kernel(m, false).nr();
    }

    private int panels(int columns) {
        return (columns - 1) / nr + 1;
    }

    /** Blocks of terms. */
    private int blocks() {
        return (k - 1) / kc + 1;
    }

    private int padded(int terms) {
        return (terms + kernel.kr() - 1) / kernel.kr() * kernel.kr();
    }

    /** Elements of packed A. */
    public int packedLength() {
        return Math.multiplyExact(padded(k), tiles() * mr);
    }

    /** Phases of {@link #run}. */
    public int phases() {
        return (packsFirst() ? 1 : 0) + 1 + (grid.parts() > 1 ? 1 : 0);
    }

    /** Chunks of a phase: they may run in any order and at once, each with a lane of its own. */
    public int chunks(int phase) {
        if (isPacking(phase)) {
            return packingChunksA() + packingChunksB();
        }
        return isSum(phase) ? Math.min(grid.chunks(), m) : grid.chunks();
    }

    /** Whether what several chunks read is packed for all of them, before any of them starts. */
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
        return packsA ? Math.min(grid.chunks(), tiles()) : 0;
    }

    private int packingChunksB() {
        return packsB ? Math.min(grid.chunks(), blocks()) : 0;
    }

    /** Multiply-adds count as two. */
    public double operations() {
        return 2.0 * m * n * k;
    }

    /** Elements of memory through which the phases hand on data. */
    private int sharedLength() {
        return partialAt() + partialLength();
    }

    private int packedBAt() {
        return packsA ? packedLength() : 0;
    }

    private int partialAt() {
        return packedBAt() + (packsB ? Math.multiplyExact(k, panels(n) * nr) : 0);
    }

    private int partialLength() {
        return grid.parts() > 1 ? Math.multiplyExact(grid.parts(), m * n) : 0;
    }

    private int laneLength() {
        return (packsA ? 0 : packedBlockLength()) + (packsB ? 0 : laneLengthPacked());
    }

    /** Elements of the flat working memory that {@link #multiplyPacked} needs. */
    public int laneLengthPacked() {
        return kernel.packedLength(padded(kc), inPlace ? nr : nc);
    }

    /** Elements of the flat working memory that {@link #multiplyUnpacked} needs. */
    public int laneLengthUnpacked() {
        return packedBlockLength() + laneLengthPacked();
    }

    private int packedBlockLength() {
        return kernel.readsRowsOfA() ? 0 : padded(kc) * mc;
    }

    /** Arrays of working memory of a lane. */
    public int laneRows() {
        return kernel.panels(kc, Math.min(n, nc));
    }

    /** Elements of each of them. */
    public int laneRowLength() {
        return kernel.panelLength();
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

    /** Carries out one chunk. */
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
            int first = GemmGrid.start(chunk, chunks, tiles());
            packA(s.a, s.aAt, first, GemmGrid.start(chunk + 1, chunks, tiles()), s.shared, 0);
            return;
        }
        int block = chunk - chunks;
        chunks = packingChunksB();
        int end = Math.min(k, GemmGrid.start(block + 1, chunks, blocks()) * kc);
        for (int pc = GemmGrid.start(block, chunks, blocks()) * kc; pc < end; pc += kc) {
            int from = s.bAt + pc * b.rowStride();
            int to = packedBAt() + pc * panels(n) * nr;
            int terms = Math.min(kc, k - pc);
            kernel.prepare(terms, s.b, from, b.rowStride(), b.columnStride(), n, s.shared, to, NO_PANELS);
        }
    }

    private void product(int chunk, GemmScratch s, int lane) {
        int row = chunk % grid.rows();
        int column = chunk / grid.rows() % grid.columns();
        int part = chunk / grid.rows() / grid.columns();
        boolean split = grid.parts() > 1;
        int partial = partialAt() + part * m * n;
        loops(
                GemmGrid.start(row, grid.rows(), tiles()) * mr,
                Math.min(m, GemmGrid.start(row + 1, grid.rows(), tiles()) * mr),
                GemmGrid.start(column, grid.columns(), panels(n)) * nr,
                Math.min(n, GemmGrid.start(column + 1, grid.columns(), panels(n)) * nr),
                GemmGrid.start(part, grid.parts(), blocks()) * kc,
                Math.min(k, GemmGrid.start(part + 1, grid.parts(), blocks()) * kc),
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
                split ? partial : s.cAt,
                split ? n : s.ldc,
                s.lane(lane),
                0,
                s.panels(lane));
    }

    private void sum(int chunk, GemmScratch s) {
        int chunks = Math.min(grid.chunks(), m);
        int first = partialAt();
        int end = GemmGrid.start(chunk + 1, chunks, m);
        for (int i = GemmGrid.start(chunk, chunks, m); i < end; i++) {
            double before = s.start == null ? 0 : s.start[s.startAt + i];
            int at = s.cAt + i * s.ldc;
            if (!s.accumulate) {
                Arrays.fill(s.c, at, at + n, before);
            }
            for (int part = 0; part < grid.parts(); part++) {
                add(s.shared, first + (part * m + i) * n, s.c, at, n);
            }
        }
    }

    private static void add(double[] from, int fromAt, double[] to, int toAt, int length) {
        for (int j = 0; j < length; j++) {
            to[toAt + j] += from[fromAt + j];
        }
    }

    /**
     * Packs rows of A.
     *
     * @param source holds A
     * @param sourceAt its first element
     * @param firstTile first micropanel, of {@link #tiles}
     * @param endTile behind the last
     * @param packed receives {@link #packedLength} elements, if all are packed
     * @param packedAt from here on
     */
    public void packA(double[] source, int sourceAt, int firstTile, int endTile, double[] packed, int packedAt) {
        int row = firstTile * mr;
        for (int pc = 0; pc < k; pc += kc) {
            int terms = Math.min(kc, k - pc);
            int to = packedAt + pc * tiles() * mr + row * padded(terms);
            int from = sourceAt + row * a.rowStride() + pc * a.columnStride();
            int rows = Math.min(m, endTile * mr) - row;
            Packing.packA(kernel, rows, terms, source, from, a.rowStride(), a.columnStride(), packed, to);
        }
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
        loops(
                firstTile * mr,
                Math.min(m, endTile * mr),
                0,
                columns,
                0,
                k,
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
        loops(
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

    private void loops(
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
        int laneBAt = leftPacked ? laneAt : laneAt + packedBlockLength();
        boolean rowsInPlace = kernel.readsRowsOfA();
        for (int jc = fromColumn; jc < endColumn; jc += nc) {
            int columns = Math.min(nc, endColumn - jc);
            for (int pc = fromTerm; pc < endTerm; pc += kc) {
                int terms = Math.min(kc, endTerm - pc);
                int placeAt = rightAt + pc * b.rowStride() + jc * b.columnStride();
                int bAt = rightPacked ? rightAt + pc * panels(n) * nr + jc * terms : laneBAt;
                if (!rightPacked) {
                    int first = inPlace ? columns / nr * nr : 0;
                    if (first < columns) {
                        int from = placeAt + first * b.columnStride();
                        kernel.prepare(
                                terms,
                                right,
                                from,
                                b.rowStride(),
                                b.columnStride(),
                                columns - first,
                                lane,
                                laneBAt,
                                panels);
                    }
                }
                boolean add = accumulate || pc > fromTerm;
                for (int ic = fromRow; ic < endRow; ic += mc) {
                    int rows = Math.min(mc, endRow - ic);
                    int aAt = leftAt + pc * tiles() * mr + ic * padded(terms);
                    int from = leftAt + ic * a.rowStride() + pc * a.columnStride();
                    if (rowsInPlace) {
                        aAt = from;
                    } else if (!leftPacked) {
                        aAt = laneAt;
                        Packing.packA(kernel, rows, terms, left, from, a.rowStride(), a.columnStride(), lane, aAt);
                    }
                    macrokernel(
                            rows,
                            columns,
                            terms,
                            leftPacked || rowsInPlace ? left : lane,
                            aAt,
                            rowsInPlace ? a.leading() : padded(terms),
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

    private void macrokernel(
            int rows,
            int columns,
            int terms,
            double[] left,
            int aAt,
            int aRow,
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
