package dev.convbench.strategy.simd;

import dev.convbench.gemm.ColumnTile;
import dev.convbench.gemm.VectorTile;
import dev.convbench.op.CacheLines;
import dev.convbench.simd.Species;
import java.util.Arrays;

/**
 * The micropanels of a block of output pixels: for each tile, [term][pixel of the tile], the pixels of some rows packed one
 * behind the other without gaps. A few pixels behind the last whole vector are columns: [term][row of the tile], each element repeated, for
 * {@link ColumnTile}.
 *
 * <p>A tile's terms are copied from a padded block by whole vectors: what one writes past the end of its row of pixels is overwritten by
 * the next row, or by the next term. So only the last term of a range needs care: it is copied exactly, because what follows it may belong
 * to another worker.
 */
final class DensePanels {
    private static final int LANES = Species.LANES_F64;

    /** Of eight lanes, so many pixels may be columns before a tile of one vector takes less time than they do. */
    private static final int MOST_COLUMNS_OF_EIGHT = 3;

    /** Terms that are copied tile by tile: few enough rows of memory for the prefetchers to follow. */
    private static final int TERMS_AT_ONCE = 16;

    private static final int LINE = CacheLines.LINE_F64;

    /** The tile of each micropanel. */
    final VectorTile[] tile;

    /** First pixel of each micropanel, and of the columns. */
    final int[] first;

    /** Pixels of the block. */
    final int pixels;

    /** Pixels that are columns. */
    final int columns;

    private final int mr;
    private final int[][] source;
    private final int[][] target;
    private final int[] columnSource;

    /** Whether the pixels of a tile all exist and stand one behind the other. */
    private final boolean[] isRun;

    private final int outW;
    private final int pitch;

    /**
     * Cuts a block into tiles.
     *
     * @param rows rows of the block
     * @param outW pixels of a row
     * @param pitch distance of rows in the padded block
     * @param widest the tile
     * @param packed whether its weights are packed: columns need them so
     */
    DensePanels(int rows, int outW, int pitch, VectorTile widest, boolean packed) {
        pixels = rows * outW;
        this.outW = outW;
        this.pitch = pitch;
        mr = widest.mr;
        columns = columns(pixels, widest, packed);
        int vectors = TileTable.vectors(pixels - columns);
        int count = 0;
        for (int v = 0; v < vectors; count++) {
            v += widest.next(vectors - v).nv;
        }
        tile = new VectorTile[count];
        first = new int[count + 1];
        source = new int[count][];
        target = new int[count][];
        isRun = new boolean[count];
        int v = 0;
        for (int t = 0; t < count; t++) {
            tile[t] = widest.next(vectors - v);
            first[t] = v * LANES;
            v += tile[t].nv;
            copies(t);
        }
        first[count] = v * LANES;
        columnSource = new int[columns];
        for (int q = 0; q < columns; q++) {
            columnSource[q] = place(first[count] + q);
        }
    }

    /** How many of so many pixels are columns. */
    private static int columns(int pixels, VectorTile widest, boolean packed) {
        int vectors = pixels / LANES;
        int rest = pixels % LANES;
        boolean fit = packed && ColumnTile.fits(widest.mr) && widest.computed(vectors) == vectors;
        return fit && 8 * rest <= MOST_COLUMNS_OF_EIGHT * LANES ? rest : 0;
    }

    /** Vectors that tiles take for so many pixels, without those that are columns. */
    static int vectors(int pixels, VectorTile widest, boolean packed) {
        return TileTable.vectors(pixels - columns(pixels, widest, packed));
    }

    /** Elements that a term of so many pixels takes. */
    static int elements(int pixels, VectorTile widest, boolean packed) {
        return vectors(pixels, widest, packed) * LANES + columns(pixels, widest, packed) * widest.mr;
    }

    /** Where a pixel stands in the padded block. */
    private int place(int pixel) {
        return pixel / outW * pitch + pixel % outW;
    }

    /** Where the vectors of one term of a tile come from and go to, ascending. */
    private void copies(int t) {
        int end = Math.min(pixels, first[t] + width(t));
        int[] from = new int[width(t)];
        int[] to = new int[width(t)];
        int count = 0;
        for (int p = first[t]; p < end; ) {
            int length = pitch == outW ? end - p : Math.min(outW - p % outW, end - p);
            for (int j = 0; j < length; j += LANES) {
                from[count] = place(p) + j;
                to[count] = p - first[t] + j;
                count++;
            }
            p += length;
        }
        source[t] = Arrays.copyOf(from, count);
        target[t] = Arrays.copyOf(to, count);
        isRun[t] = isWhole(t) && place(end - 1) - place(first[t]) == width(t) - 1;
    }

    /** Distance of the terms of a tile. */
    private int width(int t) {
        return tile[t].nv * LANES;
    }

    /** Whether a tile's pixels all exist, so that it may store into the output itself. */
    boolean isWhole(int t) {
        return first[t] + width(t) <= pixels;
    }

    /** Elements that the panels take for so many terms, whole lines. */
    int length(int terms) {
        return (columnAt(columns, terms) + LINE - 1) / LINE * LINE;
    }

    /** Where the micropanel of a tile starts: a line further than it could, so that they do not all begin in one cache set. */
    int at(int t, int terms) {
        return first[t] * terms + t * LINE;
    }

    /** Where a column starts. */
    int columnAt(int q, int terms) {
        return at(tile.length, terms) + q * terms * mr;
    }

    /**
     * Packs the terms of some channels.
     *
     * @param block the padded source
     * @param at where the block's first pixel of channel {@code from} stands
     * @param channelStride distance of channels
     * @param tapOffset displacement of each tap
     * @param from first channel, counted from the panels' first
     * @param to behind the last channel
     * @param panel receives them
     * @param panelAt where the first micropanel starts
     * @param terms terms of a micropanel
     */
    void pack(
            double[] block,
            int at,
            int channelStride,
            int[] tapOffset,
            int from,
            int to,
            double[] panel,
            int panelAt,
            int terms) {
        int taps = tapOffset.length;
        int step = Math.max(1, TERMS_AT_ONCE / taps);
        for (int c = from; c < to; c += step) {
            int end = Math.min(to, c + step);
            int blockAt = at + (c - from) * channelStride;
            for (int t = 0; t < tile.length; t++) {
                int panelTo = panelAt + at(t, terms) + c * taps * width(t);
                if (isRun[t] && taps == 1) {
                    int runAt = blockAt + source[t][0] + tapOffset[0];
                    Rows.copyLines(block, runAt, channelStride, panel, panelTo, tile[t].nv, end - c);
                    continue;
                }
                tile(t, block, blockAt, channelStride, tapOffset, end - c, end == to, panel, panelTo);
            }
            for (int q = 0; q < columns; q++) {
                int columnTo = panelAt + columnAt(q, terms) + c * taps * mr;
                column(block, blockAt + columnSource[q], channelStride, tapOffset, end - c, panel, columnTo);
            }
        }
    }

    /** Terms of a tile; the last one exactly if nobody writes what follows it. */
    private void tile(
            int t,
            double[] block,
            int at,
            int channelStride,
            int[] tapOffset,
            int channels,
            boolean isEnd,
            double[] panel,
            int panelAt) {
        int step = width(t);
        int taps = tapOffset.length;
        int lastTaps = isEnd ? taps - 1 : taps;
        PanelCopy.terms(
                source[t], target[t], step, block, at, channelStride, channels, tapOffset, lastTaps, panel, panelAt);
        if (isEnd) {
            int lastAt = at + (channels - 1) * channelStride + tapOffset[taps - 1];
            exact(t, block, lastAt, panel, panelAt + (channels * taps - 1) * step);
        }
    }

    private void exact(int t, double[] block, int sourceAt, double[] panel, int termAt) {
        int end = Math.min(pixels, first[t] + width(t));
        for (int p = first[t]; p < end; p++) {
            panel[termAt + p - first[t]] = block[sourceAt + place(p)];
        }
    }

    private void column(
            double[] block, int at, int channelStride, int[] tapOffset, int channels, double[] panel, int columnAt) {
        int to = columnAt;
        for (int c = 0; c < channels; c++) {
            for (int tap : tapOffset) {
                double value = block[at + c * channelStride + tap];
                for (int m = 0; m < mr; m++) {
                    panel[to++] = value;
                }
            }
        }
    }
}
