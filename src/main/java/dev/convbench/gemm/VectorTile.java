package dev.convbench.gemm;

import dev.convbench.simd.Species;
import java.util.Locale;

/**
 * A microkernel of vectors: an outer-product tile of {@link #mr} rows (output channels) times {@link #nv} vectors of
 * columns (pixels), summed over k in registers.
 *
 * <p>For each row m stored and each vector v: {@code y[yAt + m·ldc + dst[v] ..] = init[m] + Σ_k w(m, k) · x[xAt + base[v] + offset[k] ..]}.
 * The vectors of a tile stand anywhere in x and y, each at its own base: rows of an image need no common pitch, and the
 * same tile serves a padded image (offset = taps) and a packed panel (offset = k·NR).
 *
 * <p>Edges are inside: rows beyond {@code rows} are computed and not stored; a tile with fewer vectors repeats the last
 * base and dst, which stores the same values twice (not together with {@code accumulate}).
 *
 * <p>The scheme is the microkernel of BLIS (Van Zee and van de Geijn, 2015) with the packed B panel replaced by addresses.
 */
public abstract class VectorTile {
    /**
     * Vector registers of the machine. AVX-512 and NEON have 32 at every width, AVX2 has 16; a CPU whose widest vector is
     * 512 bits has AVX-512.
     */
    static final int REGISTERS = Species.HARDWARE_BITS >= 512 || isArm(System.getProperty("os.arch", "")) ? 32 : 16;

    /** Rows: output channels. */
    public final int mr;

    /** Vectors of columns: pixels. */
    public final int nv;

    VectorTile(int mr, int nv) {
        this.mr = mr;
        this.nv = nv;
    }

    private static boolean isArm(String arch) {
        String name = arch.toLowerCase(Locale.ROOT);
        return name.contains("aarch64") || name.contains("arm64");
    }

    /** The tile on packed weights that wastes least of {@code rows} output channels. */
    public static VectorTile packed(int rows) {
        if (REGISTERS < 32) {
            // Six accumulators do not hide the latency of a multiply-add: only where five rows would waste more.
            boolean threes = 4 * computed(rows, 3) <= 3 * computed(rows, 5);
            return threes ? new VectorTile3x2() : new VectorTile5x2();
        }
        int best = Math.min(computed(rows, 3), Math.min(computed(rows, 4), computed(rows, 5)));
        if (computed(rows, 4) == best) {
            return new VectorTile4x6();
        }
        return computed(rows, 5) == best ? new VectorTile5x4() : new VectorTile3x6();
    }

    /** The tile on weights read in place. */
    public static VectorTile inPlace() {
        return REGISTERS < 32 ? new StridedTile5x2() : new StridedTile4x6();
    }

    /** All tiles on weights read in place that the registers hold, the widest first. */
    public static VectorTile[] allInPlace() {
        return REGISTERS < 32
                ? new VectorTile[] {new StridedTile5x2()}
                : new VectorTile[] {new StridedTile4x6(), new StridedTile5x4()};
    }

    /** A tile of the same rows with fewer vectors, for what is left over; itself if there is none. */
    public VectorTile narrow() {
        return this;
    }

    /** Rows that tiles of {@code mr} compute for {@code rows}. */
    private static int computed(int rows, int mr) {
        return (rows + mr - 1) / mr * mr;
    }

    /**
     * Computes one tile.
     *
     * @param kc terms of the sum
     * @param x pixels
     * @param xAt where the block of this tile starts in x
     * @param base where vector v starts in that block, from index {@code baseAt} on, {@link #nv} entries
     * @param baseAt first entry of this tile in {@code base} and {@code dst}
     * @param offset distance in x of term k, from index {@code offsetAt} on
     * @param offsetAt first entry of this sum in {@code offset} and {@code wOffset}
     * @param w weights; packed tiles want {@code w[wAt + k·mr + m]}
     * @param wAt first weight
     * @param wOffset for tiles in place: distance in w of term k; packed tiles ignore it
     * @param wRow for tiles in place: distance in w of row m; packed tiles ignore it
     * @param rows rows to store, 1 to {@link #mr}
     * @param y output
     * @param yAt where row 0 starts in y
     * @param dst where vector v starts within a row of y
     * @param ldc distance in y of rows
     * @param init start of each row's sum, {@link #mr} values from {@code initAt} on
     * @param initAt first of them
     * @param accumulate whether to add to y; otherwise y is overwritten and never read
     */
    public abstract void run(
            int kc,
            double[] x,
            int xAt,
            int[] base,
            int baseAt,
            int[] offset,
            int offsetAt,
            double[] w,
            int wAt,
            int[] wOffset,
            int wRow,
            int rows,
            double[] y,
            int yAt,
            int[] dst,
            int ldc,
            double[] init,
            int initAt,
            boolean accumulate);
}
