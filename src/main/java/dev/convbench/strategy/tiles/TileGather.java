package dev.convbench.strategy.tiles;

import dev.convbench.gemm.Transposition;
import dev.convbench.simd.Species;
import java.util.Arrays;

/**
 * The source transform: V[p][tile][channel] from planes of pixels. A vector of channels at a time, the rows that a segment of tiles
 * reads are transposed to channels in lanes, with zeros for what lies outside, and transformed straight into V.
 */
final class TileGather {
    private static final int LANES = Species.LANES_F64;

    private final TileWork work;
    private final TileTransform transform;
    private final int tilesDown;
    private final int tilesAcross;

    TileGather(TileWork work, TileTransform transform) {
        this.work = work;
        this.transform = transform;
        tilesDown = work.tilesDown(transform.m);
        tilesAcross = work.tilesAcross(transform.m);
    }

    /** Elements of working memory. */
    int length() {
        return transform.sourceLength();
    }

    /**
     * Transforms some vectors of channels of some tiles.
     *
     * @param source x or dy
     * @param group the group
     * @param firstTile first tile
     * @param count tiles
     * @param from first vector of channels
     * @param to vector of channels after the last
     * @param v receives them
     * @param vAt where its tile {@code firstTile} stands
     * @param row distance of tiles in v
     * @param point distance of points in v
     * @param lane working memory
     * @param laneAt where {@link #length} elements of it begin
     */
    void run(
            double[] source,
            int group,
            int firstTile,
            int count,
            int from,
            int to,
            double[] v,
            int vAt,
            int row,
            int point,
            double[] lane,
            int laneAt) {
        int perImage = tilesDown * tilesAcross;
        int plane = work.sourceH() * work.sourceW();
        int done = 0;
        while (done < count) {
            int tile = firstTile + done;
            int column = tile % tilesAcross;
            int length = Math.min(Math.min(transform.segment, tilesAcross - column), count - done);
            int channel = (tile / perImage * work.groups() + group) * work.channels();
            int top = tile / tilesAcross % tilesDown * transform.m - work.padTop();
            int left = column * transform.m - work.padLeft();
            for (int vector = from; vector < to; vector++) {
                int lines = Math.min(LANES, work.channels() - vector * LANES);
                int at = (channel + vector * LANES) * plane;
                fill(source, at, lines, top, left, length * transform.m + transform.r - 1, lane, laneAt);
                transform.source(length, lane, laneAt, v, vAt + done * row + vector * LANES, row, point);
            }
            done += length;
        }
    }

    /** Rows {@code top} to {@code top + side} of some planes, from column {@code left} on, zero outside the source. */
    private void fill(
            double[] source, int sourceAt, int lines, int top, int left, int width, double[] lane, int laneAt) {
        int plane = work.sourceH() * work.sourceW();
        int step = transform.sourceStep();
        int begin = Math.min(width, Math.max(0, -left));
        int end = Math.max(begin, Math.min(width, work.sourceW() - left));
        for (int r = 0; r < transform.side; r++) {
            int to = laneAt + transform.sourceRow(r);
            if (top + r < 0 || top + r >= work.sourceH()) {
                zero(lane, to, width, step);
                continue;
            }
            zero(lane, to, begin, step);
            zero(lane, to + end * step, width - end, step);
            int from = sourceAt + (top + r) * work.sourceW() + left;
            int whole = (end - begin) / LANES * LANES;
            Transposition.strip(lines, whole, source, from + begin, plane, lane, to + begin * step, step);
            if (whole > 0 && whole < end - begin) {
                int last = end - LANES;
                Transposition.strip(lines, LANES, source, from + last, plane, lane, to + last * step, step);
            } else if (whole == 0) {
                Transposition.strip(lines, end - begin, source, from + begin, plane, lane, to + begin * step, step);
            }
        }
    }

    private static void zero(double[] lane, int at, int count, int step) {
        if (step == LANES) {
            Arrays.fill(lane, at, at + count * LANES, 0);
            return;
        }
        for (int k = 0; k < count; k++) {
            Arrays.fill(lane, at + k * step, at + k * step + LANES, 0);
        }
    }
}
