package dev.convbench.strategy.tiles;

import dev.convbench.gemm.Transposition;
import dev.convbench.simd.Species;

/**
 * The output transform: planes of outputs from M[p][tile][output]. A vector of output channels at a time, the products of a segment of
 * tiles are transformed to rows of outputs, which are transposed back to planes; what lies outside the output is dropped.
 */
final class TileScatter {
    private static final int LANES = Species.LANES_F64;

    private final TileWork work;
    private final TileTransform transform;
    private final int tilesDown;
    private final int tilesAcross;

    TileScatter(TileWork work, TileTransform transform) {
        this.work = work;
        this.transform = transform;
        tilesDown = work.tilesDown(transform.m);
        tilesAcross = work.tilesAcross(transform.m);
    }

    /** Elements of working memory: the bias, zeros, what the transform needs. */
    int length() {
        return 2 * LANES + transform.outputLength();
    }

    /**
     * Transforms one vector of output channels of some tiles.
     *
     * @param products holds M
     * @param at where the vector of the first tile stands
     * @param row distance of tiles in M
     * @param point distance of points in M
     * @param group the group
     * @param output the first output channel
     * @param firstTile first tile
     * @param count tiles
     * @param bias of all output channels, or null
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
        int rowsAt = laneAt + 2 * LANES;
        int done = 0;
        while (done < count) {
            int tile = firstTile + done;
            int column = tile % tilesAcross;
            int length = Math.min(Math.min(transform.segment, tilesAcross - column), count - done);
            transform.output(length, products, at + done * row, row, point, lane, rowsAt, lane, laneAt);
            int top = tile / tilesAcross % tilesDown * transform.m;
            int left = column * transform.m;
            int channel = (tile / perImage * work.groups() + group) * work.outputs() + output;
            int rows = Math.min(transform.m, work.outH() - top);
            int width = Math.min(length * transform.m, work.outW() - left);
            int to = channel * plane + top * work.outW() + left;
            for (int i = 0; i < rows; i++) {
                put(lines, width, lane, rowsAt + transform.outputRow(i), out, to + i * work.outW());
            }
            done += length;
        }
    }

    /** The bias of some channels, and zeros. */
    private static void setBias(double[] bias, int first, int lines, double[] lane, int laneAt) {
        for (int k = 0; k < LANES; k++) {
            lane[laneAt + k] = bias != null && k < lines ? bias[first + k] : 0;
            lane[laneAt + LANES + k] = 0;
        }
    }

    /** A row of outputs, from channels in lanes to planes. */
    private void put(int lines, int width, double[] lane, int at, double[] out, int to) {
        int plane = work.outH() * work.outW();
        int step = transform.outputStep();
        if (width < LANES) {
            for (int k = 0; k < lines; k++) {
                for (int j = 0; j < width; j++) {
                    out[to + k * plane + j] = lane[at + j * step + k];
                }
            }
            return;
        }
        for (int j = 0; j < width; j += LANES) {
            // The last square overlaps its neighbour rather than leave the row.
            int column = Math.min(j, width - LANES);
            Transposition.strip(LANES, lines, lane, at + column * step, step, out, to + column, plane);
        }
    }
}
