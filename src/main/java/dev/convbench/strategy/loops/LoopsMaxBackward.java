package dev.convbench.strategy.loops;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;
import java.util.Objects;

/** dx[argmax] += dy, plane after plane. A chunk is a block of planes. */
final class LoopsMaxBackward implements PoolKernel {
    private final PoolShape shape;
    private final int blocks;

    LoopsMaxBackward(PoolShape shape) {
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
        int first = Split.start(block, blocks, planes);
        int end = Split.start(block + 1, blocks, planes);
        int pixels = shape.ih() * shape.iw();
        int windows = shape.oh() * shape.ow();
        Arrays.fill(scratch.dx, first * pixels, end * pixels, 0);
        for (int plane = first; plane < end; plane++) {
            scatter(scratch.dy, scratch.argmax, plane * windows, windows, scratch.dx, plane * pixels, pixels);
        }
    }

    private static void scatter(double[] dy, int[] argmax, int from, int windows, double[] dx, int target, int pixels) {
        for (int window = from; window < from + windows; window++) {
            int at = argmax[window];
            if (at != -1) {
                dx[target + Objects.checkIndex(at, pixels)] += dy[window];
            }
        }
    }
}
