package dev.convbench.strategy.simd;

import dev.convbench.gemm.VectorTile;
import dev.convbench.simd.Species;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micropanels of a block of output pixels: for each tile, [term][pixel of the tile], the pixels of some rows packed one
 * behind the other without gaps.
 *
 * <p>Micropanels stand one behind the other, that of the tile whose first pixel is p at {@code p · terms}. A tile's terms
 * are copied from a padded block by whole vectors: what one writes past the end of its row of pixels is overwritten by the
 * next row, or by the next term. So only the last term of a range needs care: it is copied exactly, because what follows it may
 * belong to another worker.
 */
final class DensePanels {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    /** The tile of each micropanel; null for the pixels that are left to dot products. */
    final VectorTile[] tile;

    /** First pixel of each micropanel. */
    final int[] first;

    /** Pixels of the block. */
    final int pixels;

    private final int[] width;
    private final int[][] source;
    private final int[][] target;
    private final int outW;
    private final int pitch;

    /**
     * Cuts a block into tiles.
     *
     * @param rows rows of the block
     * @param outW pixels of a row
     * @param pitch distance of rows in the padded block
     * @param widest the tile
     * @param left pixels at the end that no tile takes: fewer than a vector has lanes, as many as there are behind the last
     *     whole vector, or none
     */
    DensePanels(int rows, int outW, int pitch, VectorTile widest, int left) {
        pixels = rows * outW;
        this.outW = outW;
        this.pitch = pitch;
        int vectors = TileTable.vectors(pixels - left);
        int count = left > 0 ? 1 : 0;
        for (int v = 0; v < vectors; count++) {
            v += widest.next(vectors - v).nv;
        }
        tile = new VectorTile[count];
        first = new int[count];
        width = new int[count];
        source = new int[count][];
        target = new int[count][];
        int v = 0;
        for (int t = 0; t < count; t++) {
            tile[t] = v < vectors ? widest.next(vectors - v) : null;
            int nv = tile[t] == null ? 1 : tile[t].nv;
            first[t] = v * LANES;
            width[t] = nv * LANES;
            v += nv;
            copies(t);
        }
    }

    /** Where the vectors of one term of a tile come from and go to, ascending. */
    private void copies(int t) {
        int end = Math.min(pixels, first[t] + width[t]);
        int[] from = new int[width[t]];
        int[] to = new int[width[t]];
        int count = 0;
        for (int p = first[t]; p < end; ) {
            int length = Math.min(outW - p % outW, end - p);
            for (int j = 0; j < length; j += LANES) {
                from[count] = p / outW * pitch + p % outW + j;
                to[count] = p - first[t] + j;
                count++;
            }
            p += length;
        }
        source[t] = java.util.Arrays.copyOf(from, count);
        target[t] = java.util.Arrays.copyOf(to, count);
    }

    /** Pixels that the tiles compute, idle ones included. */
    int computed() {
        int last = tile.length - 1;
        return first[last] + width[last];
    }

    /** Distance of the terms of a tile. */
    int width(int t) {
        return width[t];
    }

    /** Whether a tile's pixels all exist, so that it may store into the output itself. */
    boolean isWhole(int t) {
        return first[t] + width[t] <= pixels;
    }

    /**
     * Packs the terms of a tile for some taps of some channels.
     *
     * @param block the padded source
     * @param at where the block's first pixel of the first channel stands
     * @param channelStride distance of channels
     * @param tapOffset displacement of each tap
     * @param channels channels to pack, all taps of each
     * @param panel receives them
     * @param panelAt where the first term of the tile goes
     */
    void pack(
            int t,
            double[] block,
            int at,
            int channelStride,
            int[] tapOffset,
            int channels,
            double[] panel,
            int panelAt) {
        int[] from = source[t];
        int[] to = target[t];
        int step = width[t];
        int terms = channels * tapOffset.length;
        int term = 0;
        int termAt = panelAt;
        for (int c = 0; c < channels; c++) {
            int channelAt = at + c * channelStride;
            for (int tap : tapOffset) {
                int sourceAt = channelAt + tap;
                if (++term < terms) {
                    for (int v = 0; v < from.length; v++) {
                        DoubleVector.fromArray(SPECIES, block, sourceAt + from[v])
                                .intoArray(panel, termAt + to[v]);
                    }
                } else {
                    exact(t, block, sourceAt, panel, termAt);
                }
                termAt += step;
            }
        }
    }

    private void exact(int t, double[] block, int sourceAt, double[] panel, int termAt) {
        int end = Math.min(pixels, first[t] + width[t]);
        for (int p = first[t]; p < end; p++) {
            panel[termAt + p - first[t]] = block[sourceAt + p / outW * pitch + p % outW];
        }
    }
}
