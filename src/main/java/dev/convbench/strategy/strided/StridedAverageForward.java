package dev.convbench.strategy.strided;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Sum over the tap dimensions of the view, over the window's divisor; windows that tile the input are summed as a reshape
 * of it, one after the other. A chunk is a block of planes.
 */
final class StridedAverageForward implements PoolKernel {
    private final PoolShape shape;
    private final PoolWindows windows;
    private final int blocks;

    StridedAverageForward(PoolShape shape) {
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
                averageTiles(plane, scratch.x, scratch.y);
            } else {
                double[] x = windows.base(scratch.x, plane, 0, scratch.lane(lane));
                for (int i = 0; i < shape.oh(); i++) {
                    averageRow(plane, i, x, windows.start(plane), scratch.y);
                }
            }
        }
    }

    private void averageTiles(int plane, double[] x, double[] y) {
        int start = windows.start(plane);
        int target = plane * shape.oh() * shape.ow();
        double cells = shape.windowCells();
        for (int i = 0; i < shape.oh(); i++) {
            int row = start + i * windows.view.row();
            for (int j = 0; j < shape.ow(); j++) {
                y[target++] = sumOfTile(x, row + j * shape.kw(), shape.kh(), shape.kw(), shape.iw()) / cells;
            }
        }
    }

    private static double sumOfTile(double[] x, int first, int kh, int kw, int pitch) {
        double sum = 0;
        for (int row = first; row < first + kh * pitch; row += pitch) {
            for (int at = row; at < row + kw; at++) {
                sum += x[at];
            }
        }
        return sum;
    }

    private void averageRow(int plane, int i, double[] x, int start, double[] y) {
        int ow = shape.ow();
        int target = (plane * shape.oh() + i) * ow;
        Arrays.fill(y, target, target + ow, 0);
        int row = start + i * windows.view.row();
        for (int r = 0; r < shape.kh(); r++) {
            for (int s = 0; s < shape.kw(); s++) {
                add(x, row + windows.view.tap(0, r, s), shape.sw(), ow, y, target);
            }
        }
        for (int j = 0; j < ow; j++) {
            int divisor = shape.averageDivisor(i, j);
            y[target + j] = divisor == 0 ? 0 : y[target + j] / divisor;
        }
    }

    private static void add(double[] x, int source, int step, int ow, double[] y, int target) {
        for (int j = 0; j < ow; j++) {
            y[target + j] += x[source + j * step];
        }
    }
}
