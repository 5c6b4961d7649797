package dev.convbench.strategy.im2col;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Scatters dy through argmax: of each column of the gradient matrix only the element at the argmax is not zero, so col2im
 * adds that one alone. A chunk is a block of planes.
 */
final class Im2colMaxBackward implements PoolKernel {
    private final PoolShape shape;
    private final int blocks;

    Im2colMaxBackward(PoolShape shape) {
        this.shape = shape;
        double cells = (double) shape.ih() * shape.iw() + (double) shape.oh() * shape.ow();
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
            scatter(plane, scratch.dy, scratch.argmax, scratch.dx);
        }
    }

    private void scatter(int plane, double[] dy, int[] argmax, double[] dx) {
        int pixels = shape.ih() * shape.iw();
        int windows = shape.oh() * shape.ow();
        int target = plane * pixels;
        Arrays.fill(dx, target, target + pixels, 0);
        for (int window = plane * windows; window < (plane + 1) * windows; window++) {
            int at = argmax[window];
            if (at < -1 || at >= pixels) {
                throw new IndexOutOfBoundsException(
                        "argmax[" + window + "] is " + at + ", outside -1 ... " + (pixels - 1));
            }
            if (at >= 0) {
                dx[target + at] += dy[window];
            }
        }
    }
}
