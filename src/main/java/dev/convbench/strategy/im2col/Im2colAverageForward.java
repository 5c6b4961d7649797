package dev.convbench.strategy.im2col;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/** Sum of each column of the column matrix, over the window's divisor. A chunk is a block of planes. */
final class Im2colAverageForward implements PoolKernel {
    private final PoolShape shape;
    private final PoolColumns columns;
    private final int blocks;

    Im2colAverageForward(PoolShape shape) {
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
                columns.gather(scratch.x, plane * shape.ih() * shape.iw(), first, end, 0, matrix);
                sum(matrix, shape.windowCells(), (end - first) * ow, scratch.y, (plane * oh + first) * ow);
                divide(first, end, scratch.y, (plane * oh + first) * ow);
            }
        }
    }

    private static void sum(double[] matrix, int taps, int windows, double[] y, int target) {
        Arrays.fill(y, target, target + windows, 0);
        for (int tap = 0; tap < taps; tap++) {
            for (int p = 0; p < windows; p++) {
                y[target + p] += matrix[tap * windows + p];
            }
        }
    }

    private void divide(int first, int end, double[] y, int target) {
        int at = target;
        for (int i = first; i < end; i++) {
            for (int j = 0; j < shape.ow(); j++) {
                int divisor = shape.averageDivisor(i, j);
                y[at] = divisor == 0 ? 0 : y[at] / divisor;
                at++;
            }
        }
    }
}
