package dev.convbench.strategy.im2col;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/** Maximum and argmax of each column of the column matrix, row after row. A chunk is a block of planes. */
final class Im2colMaxForward implements PoolKernel {
    private final PoolShape shape;
    private final PoolColumns columns;
    private final int blocks;

    Im2colMaxForward(PoolShape shape) {
        this.shape = shape;
        columns = new PoolColumns(shape);
        double cells = (double) shape.oh() * shape.ow() * shape.windowCells();
        blocks = Split.blocksOfItems(shape.mb() * shape.c(), cells);
    }

    @Override
    public int chunks() {
        return blocks;
    }

    @Override
    public int laneLength() {
        return shape.windowCells() * columns.windows();
    }

    @Override
    public void run(int block, PoolScratch scratch, int lane) {
        int planes = shape.mb() * shape.c();
        int last = Split.start(block + 1, blocks, planes);
        int oh = shape.oh();
        int ow = shape.ow();
        double[] matrix = scratch.lane(lane);
        for (int plane = Split.start(block, blocks, planes); plane < last; plane++) {
            for (int first = 0; first < oh; first += columns.rows) {
                int end = Math.min(oh, first + columns.rows);
                int windows = (end - first) * ow;
                int target = (plane * oh + first) * ow;
                int source = plane * shape.ih() * shape.iw();
                columns.gather(scratch.x, source, first, end, Double.NEGATIVE_INFINITY, matrix);
                reduce(matrix, shape.windowCells(), windows, scratch.y, scratch.argmax, target);
                locate(matrix, first, windows, scratch.y, scratch.argmax, target);
            }
        }
    }

    /** Leaves in argmax the tap of each window's maximum, or −1 where no element exceeds −∞. */
    private static void reduce(double[] matrix, int taps, int windows, double[] y, int[] argmax, int target) {
        Arrays.fill(y, target, target + windows, Double.NEGATIVE_INFINITY);
        Arrays.fill(argmax, target, target + windows, -1);
        for (int tap = 0; tap < taps; tap++) {
            take(matrix, tap * windows, tap, windows, y, argmax, target);
        }
    }

    private static void take(double[] matrix, int row, int tap, int windows, double[] y, int[] argmax, int target) {
        for (int p = 0; p < windows; p++) {
            double value = matrix[row + p];
            double best = y[target + p];
            boolean better = value > best | Double.isNaN(value);
            argmax[target + p] = better ? tap : argmax[target + p];
            y[target + p] = Math.max(best, value);
        }
    }

    /** Turns taps into pixels and fetches the maxima. */
    private void locate(double[] matrix, int first, int windows, double[] y, int[] argmax, int target) {
        int ow = shape.ow();
        int i = first;
        int j = 0;
        for (int p = 0; p < windows; p++) {
            int tap = argmax[target + p];
            if (tap < 0) {
                argmax[target + p] = columns.firstPixel(i, j);
            } else {
                argmax[target + p] = columns.pixel(i, j, tap);
                y[target + p] = matrix[tap * windows + p];
            }
            if (++j == ow) {
                j = 0;
                i++;
            }
        }
    }
}
