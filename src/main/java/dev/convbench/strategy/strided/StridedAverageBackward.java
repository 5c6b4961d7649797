package dev.convbench.strategy.strided;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Adjoint of the average: dy over the divisor is added to what each tap sees of a padded plane, which is cropped at the
 * end; where windows tile the input, it is stored into the reshape of dx. A chunk is a block of planes.
 */
final class StridedAverageBackward implements PoolKernel {
    private final PoolShape shape;
    private final PoolWindows windows;
    private final int blocks;

    StridedAverageBackward(PoolShape shape) {
        this.shape = shape;
        windows = new PoolWindows(shape, true);
        double cells = (double) shape.oh() * shape.ow() * shape.windowCells();
        blocks = Split.blocksOfItems(shape.mb() * shape.c(), cells);
    }

    @Override
    public int chunks() {
        return blocks;
    }

    @Override
    public int laneLength() {
        return windows.padded.plane + shape.ow();
    }

    @Override
    public void run(int block, PoolScratch scratch, int lane) {
        int end = Split.start(block + 1, blocks, shape.mb() * shape.c());
        for (int plane = Split.start(block, blocks, shape.mb() * shape.c()); plane < end; plane++) {
            if (windows.tile) {
                storeTiles(plane, scratch.dy, scratch.dx);
            } else {
                addWindows(plane, scratch.dy, scratch.dx, scratch.lane(lane));
            }
        }
    }

    private void storeTiles(int plane, double[] dy, double[] dx) {
        int iw = shape.iw();
        int source = plane * shape.oh() * shape.ow();
        double cells = shape.windowCells();
        for (int i = 0; i < shape.oh(); i++) {
            int row = (plane * shape.ih() + i * shape.kh()) * iw;
            for (int j = 0; j < shape.ow(); j++) {
                Arrays.fill(dx, row + j * shape.kw(), row + (j + 1) * shape.kw(), dy[source + j] / cells);
            }
            for (int r = 1; r < shape.kh(); r++) {
                System.arraycopy(dx, row, dx, row + r * iw, iw);
            }
            source += shape.ow();
        }
    }

    private void addWindows(int plane, double[] dy, double[] dx, double[] lane) {
        int ow = shape.ow();
        int shares = windows.padded.plane;
        Arrays.fill(lane, 0, shares, 0);
        for (int i = 0; i < shape.oh(); i++) {
            int source = (plane * shape.oh() + i) * ow;
            for (int j = 0; j < ow; j++) {
                int divisor = shape.averageDivisor(i, j);
                lane[shares + j] = divisor == 0 ? 0 : dy[source + j] / divisor;
            }
            for (int r = 0; r < shape.kh(); r++) {
                for (int s = 0; s < shape.kw(); s++) {
                    add(lane, shares, ow, i * windows.view.row() + windows.view.tap(0, r, s), shape.sw());
                }
            }
        }
        windows.padded.crop(lane, 0, dx, plane * shape.ih() * shape.iw());
    }

    private static void add(double[] lane, int shares, int ow, int target, int step) {
        for (int j = 0; j < ow; j++) {
            lane[target + j * step] += lane[shares + j];
        }
    }
}
