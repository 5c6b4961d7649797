package dev.convbench.strategy.winograd;

import dev.convbench.gemm.Transposition;
import dev.convbench.simd.Species;

/**
 * The output transform: planes of pixels from M[p][tile][output], a vector of output channels at a time. The bias is added
 * in passing, and the m rows of a row of tiles are transposed from channels in lanes to rows of pixels.
 */
final class WinogradScatter {
    private static final int LANES = Species.LANES_F64;

    /** Tiles of a segment at most, as in {@link WinogradGather}. */
    private static final int SEGMENT = 8;

    private final WinogradWork work;
    private final WinogradTransform transform;
    private final int tilesDown;
    private final int tilesAcross;
    private final int pitch;

    WinogradScatter(WinogradWork work, WinogradTransform transform) {
        this.work = work;
        this.transform = transform;
        tilesDown = work.tilesDown(transform.m);
        tilesAcross = work.tilesAcross(transform.m);
        pitch = ((Math.min(SEGMENT, tilesAcross) * transform.m) | 1) * LANES;
    }

    /** Elements of working memory: half-transformed tile, rows of pixels, bias, zeros. */
    int length() {
        return (transform.m * transform.alpha + 2) * LANES + transform.m * pitch;
    }

    /**
     * Transforms one vector of output channels of some tiles.
     *
     * @param products holds M
     * @param at where the channels of tile {@code firstTile} stand
     * @param row distance of tiles in it
     * @param point distance of points in it
     * @param group the group
     * @param output first output channel within the group
     * @param firstTile first tile
     * @param count tiles
     * @param bias one value an output channel, or null
     * @param out y or dx
     * @param lane working memory
     * @param laneAt where {@link #length} elements of it begin
     */
    void run(
            double[] products,
            int at,
            int row,
            int point,
            int group,
            int output,
            int firstTile,
            int count,
            double[] bias,
            double[] out,
            double[] lane,
            int laneAt) {
        int lines = Math.min(LANES, work.outputs() - output);
        setBias(bias, group * work.outputs() + output, lines, lane, laneAt);
        int perImage = tilesDown * tilesAcross;
        int plane = work.outH() * work.outW();
        int done = 0;
        while (done < count) {
            int tile = firstTile + done;
            int column = tile % tilesAcross;
            int length = Math.min(Math.min(SEGMENT, tilesAcross - column), count - done);
            transform(length, products, at + done * row, row, point, lane, laneAt);
            int top = tile / tilesAcross % tilesDown * transform.m;
            int left = column * transform.m;
            int channel = (tile / perImage * work.groups() + group) * work.outputs() + output;
            int rows = Math.min(transform.m, work.outH() - top);
            int width = Math.min(length * transform.m, work.outW() - left);
            int to = channel * plane + top * work.outW() + left;
            for (int i = 0; i < rows; i++) {
                put(lines, width, lane, rowsAt(laneAt) + i * pitch, out, to + i * work.outW());
            }
            done += length;
        }
    }

    private static void setBias(double[] bias, int first, int lines, double[] lane, int laneAt) {
        for (int k = 0; k < LANES; k++) {
            lane[laneAt + k] = bias != null && k < lines ? bias[first + k] : 0;
            lane[laneAt + LANES + k] = 0;
        }
    }

    private int halfAt(int laneAt) {
        return laneAt + 2 * LANES;
    }

    private int rowsAt(int laneAt) {
        return halfAt(laneAt) + transform.m * transform.alpha * LANES;
    }

    private void transform(int tiles, double[] products, int at, int row, int point, double[] lane, int laneAt) {
        int m = transform.m;
        int alpha = transform.alpha;
        int half = halfAt(laneAt);
        int rows = rowsAt(laneAt);
        for (int t = 0; t < tiles; t++) {
            int from = at + t * row;
            transform.output(
                    alpha,
                    products,
                    from,
                    alpha * point,
                    point,
                    lane,
                    half,
                    alpha * LANES,
                    LANES,
                    lane,
                    laneAt + LANES);
            transform.output(
                    m, lane, half, LANES, alpha * LANES, lane, rows + t * m * LANES, LANES, pitch, lane, laneAt);
        }
    }

    /** Writes {@code width} pixels of one row of each of {@code lines} channels. */
    private void put(int lines, int width, double[] lane, int at, double[] out, int to) {
        int plane = work.outH() * work.outW();
        if (width < LANES) {
            for (int k = 0; k < lines; k++) {
                for (int j = 0; j < width; j++) {
                    out[to + k * plane + j] = lane[at + j * LANES + k];
                }
            }
            return;
        }
        for (int j = 0; j < width; j += LANES) {
            // The last square overlaps its neighbour rather than leave the row.
            int column = Math.min(j, width - LANES);
            Transposition.strip(LANES, lines, lane, at + column * LANES, LANES, out, to + column, plane);
        }
    }
}
