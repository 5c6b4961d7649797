package dev.convbench.strategy.strided;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * y = the view contracted with w over channels and taps: four taps at a time add to a row of outputs of two channels. A
 * chunk is a block of output channels of one group of one image.
 */
final class StridedForward implements ConvKernel {
    /** Longest row of outputs: two rows of 4 KiB stay in L1 beside the rows they are made of. */
    private static final int MAX_ROW = 512;
    /** Fewest pairs of output channels that pay for another padded copy. */
    private static final int LEAST_PAIRS = 4;

    private final ConvShape shape;
    private final Windows windows;
    private final int pairs;
    private final int blocks;

    StridedForward(ConvShape shape) {
        this.shape = shape;
        windows = new Windows(shape, false);
        pairs = (shape.ocPerGroup() - 1) / ViewRows.TARGETS + 1;
        blocks = Split.blocks(shape.mb() * shape.g(), pairs, LEAST_PAIRS);
    }

    @Override
    public int chunks(int phase) {
        return shape.mb() * shape.g() * blocks;
    }

    @Override
    public int laneLength() {
        return windows.copyLength();
    }

    @Override
    public int laneRows() {
        return ViewRows.TARGETS;
    }

    @Override
    public int laneRowLength() {
        return Math.min(MAX_ROW, windows.length);
    }

    @Override
    public void run(int phase, int chunk, ConvScratch scratch, int lane) {
        int block = chunk % blocks;
        int g = chunk / blocks % shape.g();
        int n = chunk / blocks / shape.g();
        double[] x = windows.base(scratch.x, n, g, scratch.lane(lane));
        int start = windows.start(n, g);
        int end = Split.start(block + 1, blocks, pairs);
        for (int i = 0; i < windows.rows; i++) {
            for (int j = 0; j < windows.length; j += MAX_ROW) {
                int length = Math.min(MAX_ROW, windows.length - j);
                int at = start + i * windows.view.row() + j * windows.view.column();
                int pixel = i * windows.length + j;
                for (int pair = Split.start(block, blocks, pairs); pair < end; pair++) {
                    contract(x, at, length, n, g, pair, pixel, scratch, scratch.rows(lane));
                }
            }
        }
    }

    private void contract(
            double[] x, int at, int length, int n, int g, int pair, int pixel, ConvScratch scratch, double[][] rows) {
        int pixels = shape.oh() * shape.ow();
        int first = pair * ViewRows.TARGETS;
        int channel = g * shape.ocPerGroup() + first;
        // The last pair of an odd number computes its one channel twice.
        int second = first + 1 < shape.ocPerGroup() ? channel + 1 : channel;
        int terms = windows.taps.length;
        Arrays.fill(rows[0], 0, length, scratch.b == null ? 0 : scratch.b[channel]);
        Arrays.fill(rows[1], 0, length, scratch.b == null ? 0 : scratch.b[second]);
        sum(x, at, length, scratch.w, channel * terms, second * terms, rows[0], rows[1]);
        int target = (n * shape.oc() + channel) * pixels + pixel;
        System.arraycopy(rows[0], 0, scratch.y, target, length);
        if (second != channel) {
            System.arraycopy(rows[1], 0, scratch.y, target + pixels, length);
        }
    }

    private void sum(double[] x, int at, int length, double[] w, int w0, int w1, double[] y0, double[] y1) {
        int[] taps = windows.taps;
        int step = windows.view.column();
        int k = 0;
        for (; k <= taps.length - ViewRows.SOURCES; k += ViewRows.SOURCES) {
            int x0 = at + taps[k];
            int x1 = at + taps[k + 1];
            int x2 = at + taps[k + 2];
            int x3 = at + taps[k + 3];
            ViewRows.gather4(y0, y1, length, x, x0, x1, x2, x3, step, w, w0 + k, w1 + k);
        }
        for (; k < taps.length; k++) {
            ViewRows.gather1(y0, y1, length, x, at + taps[k], step, w[w0 + k], w[w1 + k]);
        }
    }
}
