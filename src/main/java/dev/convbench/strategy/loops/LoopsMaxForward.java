package dev.convbench.strategy.loops;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Axis;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Maximum and argmax with taps outside and windows inside: each tap updates a whole row of running maxima, over exactly
 * the windows whose tap is a pixel. A chunk is a block of planes.
 */
final class LoopsMaxForward implements PoolKernel {
    private final PoolShape shape;
    private final Axis rows;
    private final Axis columns;
    private final int blocks;

    LoopsMaxForward(PoolShape shape) {
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
                row(plane, i, scratch);
            }
        }
    }

    private void row(int plane, int i, PoolScratch scratch) {
        int ow = shape.ow();
        int target = (plane * shape.oh() + i) * ow;
        int source = plane * shape.ih() * shape.iw();
        Arrays.fill(scratch.y, target, target + ow, Double.NEGATIVE_INFINITY);
        Arrays.fill(scratch.argmax, target, target + ow, -1);
        for (int r = 0; r < shape.kh(); r++) {
            int row = rows.position(i, r);
            if (rows.isPixel(row)) {
                for (int s = 0; s < shape.kw(); s++) {
                    int first = columns.firstOutput(s);
                    int end = columns.endOutput(s);
                    int at = row * shape.iw() + columns.position(0, s);
                    take(scratch.x, source, at, shape.sw(), scratch.y, scratch.argmax, target, first, end);
                }
            }
        }
        settle(scratch.x, source, i, scratch.y, scratch.argmax, target);
    }

    /** Lets windows first … end − 1 see pixel {@code at} + j·stride of their plane. */
    private static void take(
            double[] x, int source, int at, int stride, double[] y, int[] argmax, int target, int first, int end) {
        for (int j = first; j < end; j++) {
            double value = x[source + at + j * stride];
            double best = y[target + j];
            boolean better = value > best | Double.isNaN(value);
            argmax[target + j] = better ? at + j * stride : argmax[target + j];
            y[target + j] = Math.max(best, value);
        }
    }

    /** A window without argmax has no pixel above −∞: its first pixel, if any, is the maximum. */
    private void settle(double[] x, int source, int i, double[] y, int[] argmax, int target) {
        for (int j = 0; j < shape.ow(); j++) {
            int at = argmax[target + j];
            if (at < 0) {
                int r = rows.firstTap(i);
                int s = columns.firstTap(j);
                argmax[target + j] = r < 0 || s < 0 ? -1 : rows.position(i, r) * shape.iw() + columns.position(j, s);
            } else {
                y[target + j] = x[source + at];
            }
        }
    }
}
