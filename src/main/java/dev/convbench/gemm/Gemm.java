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
    private final boolean packsFirst;
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
        this(m, n, k, a, b, kernel(m));
    }

    private static Microkernel kernel(int m) {
        return VectorModule.isUsable() ? new VectorMicrokernel(m) : new ScalarMicrokernel();
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
        packsFirst = grid.columns() > 1 || n > nc;
        inPlace = kernel.readsInPlace() && !b.transposed() && b.leading() <= IN_PLACE;
        packedOffset = offsets(nr);
        placeOffset = offsets(b.leading());
    }

    /** Longest rows of B that are read where they are. */
    private static final int IN_PLACE = 384;

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

    /** Columns of a micropanel of B: multiples are multiplied at full speed. */
    public int panelColumns() {
        return nr;
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
        return (packsFirst ? 1 : 0) + 1 + (grid.parts() > 1 ? 1 : 0);
    }

    /** Chunks of a phase: they may run in any order and at once, each with a lane of its own. */
    public int chunks(int phase) {
        if (isPacking(phase)) {
            return Math.min(grid.chunks(), tiles());
        }
        return isSum(phase) ? Math.min(grid.chunks(), m) : grid.chunks();
    }

    private boolean isPacking(int phase) {
        return packsFirst && phase == 0;
    }

    private boolean isSum(int phase) {
        return phase == (packsFirst ? 2 : 1);
    }

    /** Multiply-adds count as two. */
    public double operations() {
        return 2.0 * m * n * k;
    }

    /** Elements of memory through which the phases hand on data. */
    private int sharedLength() {
        return (packsFirst ? packedLength() : 0) + partialLength();
    }

    private int partialLength() {
        return grid.parts() > 1 ? Math.multiplyExact(grid.parts(), m * n) : 0;
    }

    private int laneLength() {
        return (packsFirst ? 0 : padded(kc) * mc) + packedBLength();
    }

    private int packedBLength() {
        return kernel.packedLength(padded(kc), inPlace ? nr : nc);
    }

    /** Elements of the flat working memory that {@link #multiplyPacked} needs. */
    public int laneLengthPacked() {
        return packedBLength();
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
            int chunks = chunks(phase);
            packA(
                    s.a,
                    s.aAt,
                    GemmGrid.start(chunk, chunks, tiles()),
                    GemmGrid.start(chunk + 1, chunks, tiles()),
                    s.shared,
                    0);
        } else if (isSum(phase)) {
            sum(chunk, s);
        } else {
            product(chunk, s, lane);
        }
    }

    private void product(int chunk, GemmScratch s, int lane) {
        int row = chunk % grid.rows();
        int column = chunk / grid.rows() % grid.columns();
        int part = chunk / grid.rows() / grid.columns();
        boolean split = grid.parts() > 1;
        int partial = (packsFirst ? packedLength() : 0) + part * m * n;
        loops(
                GemmGrid.start(row, grid.rows(), tiles()) * mr,
                Math.min(m, GemmGrid.start(row + 1, grid.rows(), tiles()) * mr),
                GemmGrid.start(column, grid.columns(), panels(n)) * nr,
                Math.min(n, GemmGrid.start(column + 1, grid.columns(), panels(n)) * nr),
                GemmGrid.start(part, grid.parts(), blocks()) * kc,
                Math.min(k, GemmGrid.start(part + 1, grid.parts(), blocks()) * kc),
                packsFirst ? s.shared : s.a,
                packsFirst ? 0 : s.aAt,
                packsFirst,
                s.b,
                s.bAt,
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
        int first = packsFirst ? packedLength() : 0;
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
     * Rows of C = A·B or C += A·B with A packed.
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

    private void loops(
            int fromRow,
            int endRow,
            int fromColumn,
            int endColumn,
            int fromTerm,
            int endTerm,
            double[] left,
            int leftAt,
            boolean packed,
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
        int bAt = packed ? laneAt : laneAt + padded(kc) * mc;
        for (int jc = fromColumn; jc < endColumn; jc += nc) {
            int columns = Math.min(nc, endColumn - jc);
            for (int pc = fromTerm; pc < endTerm; pc += kc) {
                int terms = Math.min(kc, endTerm - pc);
                int placeAt = rightAt + pc * b.rowStride() + jc * b.columnStride();
                prepareB(terms, columns, right, placeAt, lane, bAt, panels);
                boolean add = accumulate || pc > fromTerm;
                for (int ic = fromRow; ic < endRow; ic += mc) {
                    int rows = Math.min(mc, endRow - ic);
                    int aAt = leftAt + pc * tiles() * mr + ic * padded(terms);
                    if (!packed) {
                        aAt = laneAt;
                        int from = leftAt + ic * a.rowStride() + pc * a.columnStride();
                        Packing.packA(kernel, rows, terms, left, from, a.rowStride(), a.columnStride(), lane, aAt);
                    }
                    macrokernel(
                            rows,
                            columns,
                            terms,
                            packed ? left : lane,
                            aAt,
                            right,
                            placeAt,
                            lane,
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

    private void prepareB(
            int terms, int columns, double[] right, int rightAt, double[] lane, int bAt, double[][] panels) {
        for (int jr = inPlace ? columns / nr * nr : 0; jr < columns; jr += nr) {
            kernel.prepare(
                    terms,
                    inPlace ? 0 : jr / nr,
                    right,
                    rightAt + jr * b.columnStride(),
                    b.rowStride(),
                    b.columnStride(),
                    Math.min(nr, columns - jr),
                    lane,
                    bAt,
                    panels);
        }
    }

    private void macrokernel(
            int rows,
            int columns,
            int terms,
            double[] left,
            int aAt,
            double[] right,
            int placeAt,
            double[] lane,
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
                        aAt + ir * padded(terms),
                        place ? right : lane,
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
