package dev.convbench.gemm;

import dev.convbench.simd.Species;
import java.util.Locale;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A microkernel of vectors: an outer-product tile of {@link #mr} rows (output channels) times {@link #nv} vectors of
 * columns (pixels), summed over k in registers.
 *
 * <p>For each row m stored and each vector v: {@code y[yAt + m·ldc + v·LANES ..] = init[m] + Σ_k w(m, k) · x[xAt + offset[k] +
 * v·LANES ..]}. The vectors of a tile stand one behind the other in x and in y; the same tile serves a padded image (offset =
 * taps) and a packed panel (offset = k·NR).
 *
 * <p>One base for all vectors is not only simpler. With a base for each, the loop has more integers than the machine has
 * registers, and C2 keeps some of them in vector registers: moving them there and back takes the ports of the
 * multiply-adds (a fifth of the speed on an Intel core). For the same reason offsets start at index 0, and nothing that is
 * needed after the loop is computed before it.
 *
 * <p>A tile overwrites y. Adding to it is the caller's affair, who sends the sums through a buffer ({@link #add}): a branch in
 * the tile with vectors on both sides would leave them on the heap in JDK 17 (2 GFLOP/s instead of 80), a second copy of the stores would
 * make the tile too long for its C1, after which it stays interpreted, and anything else that is computed before the
 * loop takes registers from it.
 *
 * <p>Edges are inside: rows beyond {@code rows} are computed and not stored. Vectors beyond the last are the next narrower
 * tile's affair, see {@link #narrow}.
 *
 * <p>The scheme is the microkernel of BLIS (Van Zee and van de Geijn, 2015) with the packed B panel replaced by addresses.
 */
public abstract class VectorTile {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    /**
     * Vector registers of the machine. AVX-512 and NEON have 32 at every width, AVX2 has 16; a CPU whose widest vector is
     * 512 bits has AVX-512.
     */
    static final int REGISTERS = Species.HARDWARE_BITS >= 512 || isArm(System.getProperty("os.arch", "")) ? 32 : 16;

    /** One row in so many may be idle in the tallest tile, before a flatter one is as fast. */
    private static final int LOSS_OF_FEW_ROWS = 8;

    /** What the loads of a tile's weights cost, in vectors: an 8 x 1 tile takes half as long again for a vector as 8 x 3. */
    private static final double LOADS = 0.5;

    /**
     * Terms of one call at most. C2 cuts a loop that may take longer than a thousand steps in two for safepoints, and that takes
     * three registers of integers more than there are.
     */
    public static final int MOST_TERMS = 960;

    /** Rows: output channels. */
    public final int mr;

    /** Vectors of columns: pixels. */
    public final int nv;

    private final VectorTile narrow;

    /**
     * A tile.
     *
     * @param narrow its narrower companion, or null
     */
    VectorTile(int mr, int nv, VectorTile narrow) {
        this.mr = mr;
        this.nv = nv;
        this.narrow = narrow == null ? this : narrow;
    }

    private static boolean isArm(String arch) {
        String name = arch.toLowerCase(Locale.ROOT);
        return name.contains("aarch64") || name.contains("arm64");
    }

    /** The tile on packed weights that wastes least of {@code rows} output channels; of equals, the tallest. */
    public static VectorTile packed(int rows) {
        if (REGISTERS < 32) {
            // Six accumulators do not hide the latency of a multiply-add: only where five rows would waste more.
            boolean threes = 4 * computed(rows, 3) <= 3 * computed(rows, 5);
            return threes ? new VectorTile3x2() : new VectorTile5x2();
        }
        int best = Math.min(computed(rows, 3), Math.min(computed(rows, 4), computed(rows, 5)));
        if (LOSS_OF_FEW_ROWS * computed(rows, 8) <= (LOSS_OF_FEW_ROWS + 1) * best) {
            return new VectorTile8x3();
        }
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
        return narrow;
    }

    /** The narrowest tile of the same rows. */
    public VectorTile narrowest() {
        VectorTile tile = this;
        while (tile.narrow().nv < tile.nv) {
            tile = tile.narrow();
        }
        return tile;
    }

    /**
     * The tile for the next of {@code vectors} vectors that remain: the widest that they fill, or one as wide as the
     * narrower ones together would be; but where that leaves a single vector for the last tile, one less, as two tiles of two take
     * less time than one of three and one of one.
     */
    public VectorTile next(int vectors) {
        int step = narrowest().nv;
        int wanted = (vectors + step - 1) / step * step;
        VectorTile tile = this;
        while (tile.nv > wanted && tile.narrow().nv < tile.nv) {
            tile = tile.narrow();
        }
        boolean leavesOne = wanted == tile.nv + 1 && tile.narrow().nv == tile.nv - 1 && tile.nv > 2;
        return leavesOne ? tile.narrow() : tile;
    }

    /** About how many steps of one row and one vector tiles take for {@code vectors}: narrow ones load more for each of them. */
    public double cost(int vectors) {
        double sum = 0;
        for (int v = 0; v < vectors; ) {
            VectorTile tile = next(vectors - v);
            sum += tile.nv + LOADS;
            v += tile.nv;
        }
        return sum;
    }

    /** Vectors that tiles compute for {@code vectors}, idle ones included. */
    public int computed(int vectors) {
        int sum = 0;
        while (sum < vectors) {
            sum += next(vectors - sum).nv;
        }
        return sum;
    }

    /** Rows that tiles of {@code mr} compute for {@code rows}. */
    private static int computed(int rows, int mr) {
        return (rows + mr - 1) / mr * mr;
    }

    /**
     * Computes one tile.
     *
     * @param kc terms of the sum, at most {@link #MOST_TERMS}
     * @param x pixels
     * @param xAt where the tile's first vector stands in x
     * @param offset distance in x of term k; one entry more than terms, any number: tiles look one term ahead, so that the vectors of
     *     a term do not wait for their address
     * @param w weights; packed tiles want {@code w[wAt + k·mr + m]}
     * @param wAt first weight
     * @param wOffset for tiles in place: distance in w of term k; packed tiles ignore it
     * @param wRow for tiles in place: distance in w of row m; packed tiles ignore it
     * @param rows rows to store, 1 to {@link #mr}
     * @param y output
     * @param yAt where its first vector goes in y
     * @param ldc distance in y of rows
     * @param init start of each row's sum, {@link #mr} values from {@code initAt} on
     * @param initAt first of them
     */
    public abstract void run(
            int kc,
            double[] x,
            int xAt,
            int[] offset,
            double[] w,
            int wAt,
            int[] wOffset,
            int wRow,
            int rows,
            double[] y,
            int yAt,
            int ldc,
            double[] init,
            int initAt);

    /**
     * Adds the sums of a tile to y.
     *
     * @param buffer holds them, {@link #nv} vectors for each row
     * @param bufferAt first of them
     * @param rows rows to add
     * @param y output
     * @param yAt where its first vector is in y
     * @param ldc distance in y of rows
     */
    public final void add(double[] buffer, int bufferAt, int rows, double[] y, int yAt, int ldc) {
        for (int m = 0; m < rows; m++) {
            int from = bufferAt + m * nv * LANES;
            int to = yAt + m * ldc;
            for (int v = 0; v < nv * LANES; v += LANES) {
                DoubleVector sum = DoubleVector.fromArray(SPECIES, buffer, from + v);
                DoubleVector.fromArray(SPECIES, y, to + v).add(sum).intoArray(y, to + v);
            }
        }
    }
}
