package dev.convbench.strategy.strided;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Maximum and argmax over the tap dimensions of the view; windows that tile the input are reduced as a reshape of it, row
 * by row. A chunk is a block of planes.
 */
final class StridedMaxForward implements PoolKernel {
    private final PoolShape shape;
    private final PoolWindows windows;
    private final int blocks;

    StridedMaxForward(PoolShape shape) {
        this.shape = shape;
        windows = new PoolWindows(shape, false);
        double cells = (double) shape.oh() * shape.ow() * shape.windowCells();
        blocks = Split.blocksOfItems(shape.mb() * shape.c(), cells);
    }

    @Override
    public int chunks() {
        return blocks;
    }

    @Override
    public int laneLength() {
        return windows.copyLength();
    }

    @Override
    public void run(int block, PoolScratch scratch, int lane) {
        int end = Split.start(block + 1, blocks, shape.mb() * shape.c());
        for (int plane = Split.start(block, blocks, shape.mb() * shape.c()); plane < end; plane++) {
            if (windows.tile) {
                reduceTiles(plane, scratch.x, scratch.y, scratch.argmax);
            } else {
                double[] x = windows.base(scratch.x, plane, Double.NEGATIVE_INFINITY, scratch.lane(lane));
                for (int i = 0; i < shape.oh(); i++) {
                    reduceRow(plane, i, x, windows.start(plane), scratch);
                }
            }
        }
    }

    /** Every window has all its pixels: the first tap is taken unseen, and no window is left without argmax. */
    private void reduceTiles(int plane, double[] x, double[] y, int[] argmax) {
        int ow = shape.ow();
        int kw = shape.kw();
        int start = windows.start(plane);
        for (int i = 0; i < shape.oh(); i++) {
            int target = (plane * shape.oh() + i) * ow;
            int row = i * windows.view.row();
            for (int j = 0; j < ow; j++) {
                argmax[target + j] = row + j * kw;
                y[target + j] = x[start + row + j * kw];
            }
            for (int r = 0; r < shape.kh(); r++) {
                for (int s = r == 0 ? 1 : 0; s < kw; s++) {
                    int tap = row + windows.view.tap(0, r, s);
                    take(x, start + tap, kw, tap, ow, y, argmax, target);
                }
            }
            fetch(x, start, ow, y, argmax, target);
        }
    }

    /** The running maxima may have lost the sign of a zero; the pixels have it. */
    private static void fetch(double[] x, int start, int ow, double[] y, int[] argmax, int target) {
        for (int j = 0; j < ow; j++) {
            y[target + j] = x[start + argmax[target + j]];
        }
    }

    private void reduceRow(int plane, int i, double[] x, int start, PoolScratch scratch) {
        int ow = shape.ow();
        int target = (plane * shape.oh() + i) * ow;
        Arrays.fill(scratch.y, target, target + ow, Double.NEGATIVE_INFINITY);
        Arrays.fill(scratch.argmax, target, target + ow, -1);
        int row = start + i * windows.view.row();
        for (int r = 0; r < shape.kh(); r++) {
            for (int s = 0; s < shape.kw(); s++) {
                int source = row + windows.view.tap(0, r, s);
                take(x, source, shape.sw(), windows.pixel(i, r, s), ow, scratch.y, scratch.argmax, target);
            }
        }
        int image = plane * shape.ih() * shape.iw();
        for (int j = 0; j < ow; j++) {
            int at = scratch.argmax[target + j];
            if (at < 0) {
                scratch.argmax[target + j] = windows.firstPixel(i, j);
            } else {
                scratch.y[target + j] = scratch.x[image + at];
            }
        }
    }

    /** Lets each window of a row see what one tap reads; padding, being −∞, is never taken. */
    private static void take(
            double[] x, int source, int step, int pixel, int ow, double[] y, int[] argmax, int target) {
        for (int j = 0; j < ow; j++) {
            double value = x[source + j * step];
            double best = y[target + j];
            boolean better = value > best | Double.isNaN(value);
            argmax[target + j] = better ? pixel + j * step : argmax[target + j];
            y[target + j] = Math.max(best, value);
        }
    }
}
