package dev.convbench.strategy.tiles;

import dev.convbench.gemm.Transposition;
import dev.convbench.simd.Species;

/**
 * The kernel transform: a block of U, [p][channel][output], from weights. A vector of output channels at a time, the taps of
 * some source channels are transposed to output channels in lanes, and each kernel is transformed.
 */
final class TileKernels {
    private static final int LANES = Species.LANES_F64;

    /** Source channels whose taps are transposed at once: 9 KiB of 3x3, 25 KiB of 5x5. */
    private static final int CHANNELS = 16;

    private final TileWork work;
    private final TileTransform transform;
    private final int taps;

    TileKernels(TileWork work, TileTransform transform) {
        this.work = work;
        this.transform = transform;
        taps = transform.r * transform.r;
    }

    /** Elements of working memory: taps, what the transform needs. */
    int length() {
        return CHANNELS * taps * LANES + transform.kernelLength();
    }

    /**
     * Transforms one block.
     *
     * @param layout how U lies
     * @param group the group
     * @param panel the panel
     * @param block the block of source channels
     * @param w weights
     * @param u receives the block
     * @param uAt where it begins
     * @param lane working memory
     * @param laneAt where {@link #length} elements of it begin
     */
    void run(
            TileLayout layout,
            int group,
            int panel,
            int block,
            double[] w,
            double[] u,
            int uAt,
            double[] lane,
            int laneAt) {
        int firstChannel = block * layout.blockChannels;
        int channels = layout.channelsOf(block);
        int width = layout.width(panel);
        int point = layout.kernelPoint(panel, block);
        for (int v = 0; v < layout.vectors(panel); v++) {
            // A vector beyond the last output repeats the last one.
            int output = Math.min(layout.firstOutput(panel) + v * LANES, work.outputs() - 1);
            int lines = Math.min(LANES, work.outputs() - output);
            for (int c = 0; c < channels; c += CHANNELS) {
                int some = Math.min(CHANNELS, channels - c);
                int from = group * work.wGroup() + output * work.wOutput() + (firstChannel + c) * work.wChannel();
                transpose(some, lines, w, from, lane, laneAt);
                for (int k = 0; k < some; k++) {
                    int to = uAt + (c + k) * width + v * LANES;
                    int first = laneAt + (work.turned() ? k * taps + taps - 1 : k * taps) * LANES;
                    int next = work.turned() ? -LANES : LANES;
                    transform.kernel(lane, first, next, u, to, point, lane, laneAt + CHANNELS * taps * LANES);
                }
            }
        }
    }

    private void transpose(int channels, int lines, double[] w, int from, double[] lane, int laneAt) {
        if (work.wChannel() == taps) {
            Transposition.strip(lines, channels * taps, w, from, work.wOutput(), lane, laneAt, LANES);
            return;
        }
        for (int k = 0; k < channels; k++) {
            int at = from + k * work.wChannel();
            Transposition.strip(lines, taps, w, at, work.wOutput(), lane, laneAt + k * taps * LANES, LANES);
        }
    }
}
