package dev.convbench.strategy.strided;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * dx through the adjoint of the view: four channels of dy, weighted, are added to what a tap of two input channels sees of
 * a padded gradient, which is cropped at the end. A chunk is a block of input channels of one group of one image.
 */
final class StridedBackwardData implements ConvKernel {
    /** Longest row: four rows of dy and two of the gradient, 24 KiB, stay in L1 from tap to tap. */
    private static final int MAX_ROW = 512;

    private final ConvShape shape;
    private final Windows windows;
    private final int pairs;
    private final int blocks;

    StridedBackwardData(ConvShape shape) {
        this.shape = shape;
        windows = new Windows(shape, true);
        pairs = (shape.icPerGroup() - 1) / ViewRows.TARGETS + 1;
        blocks = Split.blocks(shape.mb() * shape.g(), pairs, 1);
    }

    @Override
    public int chunks(int phase) {
        return shape.mb() * shape.g() * blocks;
    }

    @Override
    public int laneLength() {
        return ViewRows.TARGETS * windows.padded.plane;
    }

    @Override
    public void run(int phase, int chunk, ConvScratch scratch, int lane) {
        int block = chunk % blocks;
        int g = chunk / blocks % shape.g();
        int n = chunk / blocks / shape.g();
        int end = Split.start(block + 1, blocks, pairs);
        double[] gradient = scratch.lane(lane);
        int plane = windows.padded.plane;
        int pixels = shape.ih() * shape.iw();
        for (int pair = Split.start(block, blocks, pairs); pair < end; pair++) {
            int c = pair * ViewRows.TARGETS;
            Arrays.fill(gradient, 0, ViewRows.TARGETS * plane, 0);
            contract(n, g, c, scratch.dy, scratch.w, gradient);
            int target = (n * shape.ic() + g * shape.icPerGroup() + c) * pixels;
            windows.padded.crop(gradient, 0, scratch.dx, target);
            if (c + 1 < shape.icPerGroup()) {
                windows.padded.crop(gradient, plane, scratch.dx, target + pixels);
            }
        }
    }

    private void contract(int n, int g, int c, double[] dy, double[] w, double[] gradient) {
        int taps = shape.kh() * shape.kw();
        int pixels = shape.oh() * shape.ow();
        int source = (n * shape.oc() + g * shape.ocPerGroup()) * pixels;
        // The last pair of an odd number computes its one channel twice.
        int second = Math.min(c + 1, shape.icPerGroup() - 1);
        int weights = g * shape.ocPerGroup() * windows.taps.length;
        for (int i = 0; i < windows.rows; i++) {
            for (int j = 0; j < windows.length; j += MAX_ROW) {
                int length = Math.min(MAX_ROW, windows.length - j);
                int at = i * windows.view.row() + j * windows.view.column();
                int from = source + i * windows.length + j;
                for (int tap = 0; tap < taps; tap++) {
                    int w0 = weights + c * taps + tap;
                    int w1 = weights + second * taps + tap;
                    spread(dy, from, length, w, w0, w1, gradient, at + windows.taps[tap]);
                }
            }
        }
    }

    private void spread(
            double[] dy, int from, int length, double[] w, int weight0, int weight1, double[] gradient, int at) {
        int pixels = shape.oh() * shape.ow();
        int terms = windows.taps.length;
        int step = windows.view.column();
        int next = at + windows.padded.plane;
        int y = from;
        int w0 = weight0;
        int w1 = weight1;
        int left = shape.ocPerGroup();
        for (; left >= ViewRows.SOURCES; left -= ViewRows.SOURCES) {
            ViewRows.scatter4(gradient, at, next, step, length, dy, y, pixels, w, w0, w1, terms);
            y += ViewRows.SOURCES * pixels;
            w0 += ViewRows.SOURCES * terms;
            w1 += ViewRows.SOURCES * terms;
        }
        for (; left > 0; left--) {
            ViewRows.scatter1(gradient, at, next, step, length, dy, y, w[w0], w[w1]);
            y += pixels;
            w0 += terms;
            w1 += terms;
        }
    }
}
