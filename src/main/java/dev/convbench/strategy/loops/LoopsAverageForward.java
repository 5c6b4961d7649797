package dev.convbench.strategy.loops;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Axis;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Averages with taps outside and windows inside: each tap adds to a whole row of sums, over exactly the windows whose tap
 * is a pixel; the row is divided at the end. A chunk is a block of planes.
 */
final class LoopsAverageForward implements PoolKernel {
    private final PoolShape shape;
    private final Axis rows;
    private final Axis columns;
    private final int blocks;

    LoopsAverageForward(PoolShape shape) {
        this.shape = shape;
        rows = Axis.rows(shape);
        columns = Axis.columns(shape);
        double cells = (double) shape.oh() * shape.ow() * shape.windowCells();
        blocks = Split.blocksOfItems(shape.mb() * shape.c(), cells);
    }

    @Override
    public int chunks() {
        return blocks;
    }

    @Override
    public void run(int block, PoolScratch scratch, int lane) {
        int planes = shape.mb() * shape.c();
        int end = Split.start(block + 1, blocks, planes);
        for (int plane = Split.start(block, blocks, planes); plane < end; plane++) {
            for (int i = 0; i < shape.oh(); i++) {
                row(plane, i, scratch.x, scratch.y);
            }
        }
    }

    private void row(int plane, int i, double[] x, double[] y) {
        int ow = shape.ow();
        int target = (plane * shape.oh() + i) * ow;
        Arrays.fill(y, target, target + ow, 0);
        for (int r = 0; r < shape.kh(); r++) {
            int row = rows.position(i, r);
            if (rows.isPixel(row)) {
                int source = (plane * shape.ih() + row) * shape.iw();
                for (int s = 0; s < shape.kw(); s++) {
                    int at = source + columns.position(0, s);
                    add(x, at, shape.sw(), y, target, columns.firstOutput(s), columns.endOutput(s));
                }
            }
        }
        for (int j = 0; j < ow; j++) {
            int divisor = shape.averageDivisor(i, j);
            y[target + j] = divisor == 0 ? 0 : y[target + j] / divisor;
        }
    }

    private static void add(double[] x, int at, int stride, double[] y, int target, int first, int end) {
        for (int j = first; j < end; j++) {
            y[target + j] += x[at + j * stride];
        }
    }
}
