package dev.convbench.strategy.loops;

import dev.convbench.simd.Fma;

/**
 * The innermost loop: three output rows gain two weighted source rows, pixel by pixel.
 *
 * <p>Three by two is the largest block whose loop body C2 still vectorises on JDK 17 and on 25 (its unrolling stops at a
 * fixed number of nodes): six multiply-adds for five loads and three stores. C2 also wants every index to be the loop
 * variable plus a constant, hence the two arrays with rows at multiples of {@link #STRIP}.
 */
final class StripTile {
    /** Output rows of a tile. */
    static final int ROWS = 3;
    /** Source rows added at once. */
    static final int TAPS = 2;
    /**
     * Pixels of a strip. Long enough to amortise entry and tail of the loop (some 30 cycles), short enough for the tiles
     * of {@link TapSum#BLOCK} row triples, 6·3·144·8 bytes = 20 KiB, to stay in a 32 KiB first-level cache.
     */
    static final int STRIP = 144;

    private StripTile() {}

    /**
     * tile[m·STRIP + p] += weights[at + 2m] · source[p] + weights[at + 2m + 1] · source[STRIP + p] for m &lt; 3 and p &lt;
     * n.
     */
    static void add(double[] tile, double[] source, double[] weights, int at, int n) {
        double w00 = weights[at];
        double w01 = weights[at + 1];
        double w10 = weights[at + 2];
        double w11 = weights[at + 3];
        double w20 = weights[at + 4];
        double w21 = weights[at + 5];
        for (int p = 0; p < n; p++) {
            double x0 = source[p];
            double x1 = source[p + STRIP];
            tile[p] = Fma.fma(w01, x1, Fma.fma(w00, x0, tile[p]));
            tile[p + STRIP] = Fma.fma(w11, x1, Fma.fma(w10, x0, tile[p + STRIP]));
            tile[p + 2 * STRIP] = Fma.fma(w21, x1, Fma.fma(w20, x0, tile[p + 2 * STRIP]));
        }
    }
}
