package dev.convbench.strategy.im2col;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Every row of the gradient matrix is dy over the divisors; col2im adds it to dx once for each tap. A chunk is a block of
 * planes.
 */
final class Im2colAverageBackward implements PoolKernel {
    private final PoolShape shape;
    private final PoolColumns columns;
    private final int blocks;

    Im2colAverageBackward(PoolShape shape) {
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
        return columns.windows();
    }

    @Override
    public void run(int block, PoolScratch scratch, int lane) {
        int planes = shape.mb() * shape.c();
        int last = Split.start(block + 1, blocks, planes);
        int oh = shape.oh();
        int pixels = shape.ih() * shape.iw();
        double[] row = scratch.lane(lane);
        for (int plane = Split.start(block, blocks, planes); plane < last; plane++) {
            Arrays.fill(scratch.dx, plane * pixels, (plane + 1) * pixels, 0);
            for (int first = 0; first < oh; first += columns.rows) {
                int end = Math.min(oh, first + columns.rows);
                divide(first, end, scratch.dy, (plane * oh + first) * shape.ow(), row);
                columns.scatter(row, first, end, scratch.dx, plane * pixels);
            }
        }
    }

    private void divide(int first, int end, double[] dy, int source, double[] row) {
        int at = 0;
        for (int i = first; i < end; i++) {
            for (int j = 0; j < shape.ow(); j++) {
                int divisor = shape.averageDivisor(i, j);
                row[at] = divisor == 0 ? 0 : dy[source + at] / divisor;
                at++;
            }
        }
    }
}
