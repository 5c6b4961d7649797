package dev.convbench.strategy.winograd;

import dev.convbench.gemm.Transposition;
import dev.convbench.simd.Species;
import java.util.Arrays;

/**
 * The input transform: V[p][tile][channel] from planes of pixels. A vector of channels at a time, the α rows that a row of
 * tiles reads are transposed to channels in lanes, with zeros for what lies outside, transformed down the columns, where
 * neighbouring tiles share two of them, and then along the rows, straight into V.
 */
final class WinogradGather {
    private static final int LANES = Species.LANES_F64;

    /** Tiles of a segment at most: its two buffers of α rows stay in L1 and the beginning of L2. */
    private static final int SEGMENT = 8;

    private final WinogradWork work;
    private final WinogradTransform transform;
    private final int tilesDown;
    private final int tilesAcross;
    private final int pitch;

    WinogradGather(WinogradWork work, WinogradTransform transform) {
        this.work = work;
        this.transform = transform;
        tilesDown = work.tilesDown(transform.m);
        tilesAcross = work.tilesAcross(transform.m);
        int segment = Math.min(SEGMENT, tilesAcross);
        // An odd number of vectors, so that rows do not share cache sets.
        pitch = ((segment * transform.m + transform.r - 1) | 1) * LANES;
    }

    /** Elements of working memory. */
    int length() {
        return 2 * transform.alpha * pitch;
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
            int length = Math.min(Math.min(SEGMENT, tilesAcross - column), count - done);
            int channel = (tile / perImage * work.groups() + group) * work.channels();
            int top = tile / tilesAcross % tilesDown * transform.m - work.padTop();
            int left = column * transform.m - work.padLeft();
            for (int vector = from; vector < to; vector++) {
                int lines = Math.min(LANES, work.channels() - vector * LANES);
                int at = (channel + vector * LANES) * plane;
                fill(source, at, lines, top, left, length * transform.m + transform.r - 1, lane, laneAt);
                transform(length, lane, laneAt, v, vAt + done * row + vector * LANES, row, point);
            }
            done += length;
        }
    }

    /** Copies α rows of pixels, {@code width} of each, of up to a vector of channels. */
    private void fill(
            double[] source, int sourceAt, int lines, int top, int left, int width, double[] lane, int laneAt) {
        int plane = work.sourceH() * work.sourceW();
        int begin = Math.min(width, Math.max(0, -left));
        int end = Math.max(begin, Math.min(width, work.sourceW() - left));
        for (int r = 0; r < transform.alpha; r++) {
            int to = laneAt + r * pitch;
            if (top + r < 0 || top + r >= work.sourceH()) {
                Arrays.fill(lane, to, to + width * LANES, 0);
                continue;
            }
            Arrays.fill(lane, to, to + begin * LANES, 0);
            Arrays.fill(lane, to + end * LANES, to + width * LANES, 0);
            int from = sourceAt + (top + r) * work.sourceW() + left;
            int whole = (end - begin) / LANES * LANES;
            Transposition.strip(lines, whole, source, from + begin, plane, lane, to + begin * LANES, LANES);
            if (whole > 0 && whole < end - begin) {
                int last = end - LANES;
                Transposition.strip(lines, LANES, source, from + last, plane, lane, to + last * LANES, LANES);
            } else if (whole == 0) {
                Transposition.strip(lines, end - begin, source, from + begin, plane, lane, to + begin * LANES, LANES);
            }
        }
    }

    private void transform(int tiles, double[] lane, int laneAt, double[] v, int vAt, int row, int point) {
        int width = tiles * transform.m + transform.r - 1;
        int alpha = transform.alpha;
        int columnsAt = laneAt + alpha * pitch;
        transform.input(width, lane, laneAt, pitch, LANES, lane, columnsAt, pitch, LANES);
        for (int t = 0; t < tiles; t++) {
            int from = columnsAt + t * transform.m * LANES;
            transform.input(alpha, lane, from, LANES, pitch, v, vAt + t * row, point, alpha * point);
        }
    }
}
