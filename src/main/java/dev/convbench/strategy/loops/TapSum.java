package dev.convbench.strategy.loops;

import java.util.Arrays;

/**
 * A weighted sum of shifted planes: out[m][p] = Σ_k W[m][k] · planes[source[k] + p], with W[m][k] = w[base + m·weightStride
 * + weight[k]]. Forward and backward-data passes are such sums; they differ in the tables.
 *
 * <p>The weights are packed in the order of use, [pair of terms][triple of rows][row][term], missing ones as zeros.
 */
final class TapSum {
    /** Row triples added to per copied pair of source rows. */
    static final int BLOCK = 6;

    /** Arrays of tile memory: {@link #BLOCK} tiles and a pair of source rows. */
    static final int TILE_ARRAYS = BLOCK + 1;
    /** Elements of each. */
    static final int TILE_LENGTH = StripTile.ROWS * StripTile.STRIP;

    private static final int PACK = StripTile.ROWS * StripTile.TAPS;

    private final int rows;
    private final int[] source;
    private final int[] weight;
    private final int weightStride;

    /** Number of row triples, the last possibly incomplete. */
    final int triples;

    /**
     * Describes a sum.
     *
     * @param rows number of output rows, m
     * @param source where the plane of each term starts
     * @param weight place of the weight of each term for row 0
     * @param weightStride distance between the weights of two rows
     */
    TapSum(int rows, int[] source, int[] weight, int weightStride) {
        this.rows = rows;
        this.source = source;
        this.weight = weight;
        this.weightStride = weightStride;
        triples = (rows - 1) / StripTile.ROWS + 1;
    }

    /** Elements of the packed weights. */
    int packedLength() {
        return (source.length + 1) / StripTile.TAPS * triples * PACK;
    }

    /** Packs the weights that start at {@code base}. */
    void pack(double[] w, int base, double[] packed, int packedAt) {
        int at = packedAt;
        for (int k = 0; k < source.length; k += StripTile.TAPS) {
            for (int m = 0; m < triples * StripTile.ROWS; m++) {
                for (int t = k; t < k + StripTile.TAPS; t++) {
                    boolean exists = m < rows && t < source.length;
                    packed[at++] = exists ? w[base + m * weightStride + weight[t]] : 0;
                }
            }
        }
    }

    /**
     * Adds the sum to tiles[0 … endTriple − firstTriple), for n places from p on.
     *
     * @param tiles {@link #TILE_ARRAYS} arrays of {@link #TILE_LENGTH}; the last is overwritten
     */
    void add(
            double[] planes,
            int p,
            int n,
            double[] packed,
            int packedAt,
            int firstTriple,
            int endTriple,
            double[][] tiles) {
        double[] pair = tiles[BLOCK];
        for (int k = 0; k < source.length; k += StripTile.TAPS) {
            System.arraycopy(planes, source[k] + p, pair, 0, n);
            if (k + 1 < source.length) {
                System.arraycopy(planes, source[k + 1] + p, pair, StripTile.STRIP, n);
            } else {
                Arrays.fill(pair, StripTile.STRIP, StripTile.STRIP + n, 0);
            }
            int at = packedAt + (k / StripTile.TAPS * triples + firstTriple) * PACK;
            for (int triple = firstTriple; triple < endTriple; triple++) {
                StripTile.add(tiles[triple - firstTriple], pair, packed, at, n);
                at += PACK;
            }
        }
    }
}
