package dev.convbench.strategy.loops;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Axis;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Each window's dy over its divisor goes to its pixels: a row of shares is computed once, then every tap adds it to the
 * pixels it stands on. A chunk is a block of planes.
 */
final class LoopsAverageBackward implements PoolKernel {
    private final PoolShape shape;
    private final Axis rows;
    private final Axis columns;
    private final int blocks;

    LoopsAverageBackward(PoolShape shape) {
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
    public int laneLength() {
        return shape.ow();
    }

    @Override
    public void run(int block, PoolScratch scratch, int lane) {
        int planes = shape.mb() * shape.c();
        int first = Split.start(block, blocks, planes);
        int end = Split.start(block + 1, blocks, planes);
        int pixels = shape.ih() * shape.iw();
        Arrays.fill(scratch.dx, first * pixels, end * pixels, 0);
        for (int plane = first; plane < end; plane++) {
            for (int i = 0; i < shape.oh(); i++) {
                row(plane, i, scratch.dy, scratch.lane(lane), scratch.dx);
            }
        }
    }

    private void row(int plane, int i, double[] dy, double[] shares, double[] dx) {
        int ow = shape.ow();
        int source = (plane * shape.oh() + i) * ow;
        for (int j = 0; j < ow; j++) {
            int divisor = shape.averageDivisor(i, j);
            shares[j] = divisor == 0 ? 0 : dy[source + j] / divisor;
        }
        for (int r = 0; r < shape.kh(); r++) {
            int row = rows.position(i, r);
            if (rows.isPixel(row)) {
                int target = (plane * shape.ih() + row) * shape.iw();
                for (int s = 0; s < shape.kw(); s++) {
                    int at = target + columns.position(0, s);
                    add(shares, columns.firstOutput(s), columns.endOutput(s), dx, at, shape.sw());
                }
            }
        }
    }

    private static void add(double[] shares, int first, int end, double[] dx, int at, int stride) {
        for (int j = first; j < end; j++) {
            dx[at + j * stride] += shares[j];
        }
    }
}
