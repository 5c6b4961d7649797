package dev.convbench.strategy.strided;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;
import java.util.Objects;

/** Adjoint of taking the maximum: each dy is added where argmax points in its plane. A chunk is a block of planes. */
final class StridedMaxBackward implements PoolKernel {
    private final PoolShape shape;
    private final int blocks;

    StridedMaxBackward(PoolShape shape) {
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
        int pixels = shape.ih() * shape.iw();
        int windows = shape.oh() * shape.ow();
        int end = Split.start(block + 1, blocks, shape.mb() * shape.c());
        for (int plane = Split.start(block, blocks, shape.mb() * shape.c()); plane < end; plane++) {
            Arrays.fill(scratch.dx, plane * pixels, (plane + 1) * pixels, 0);
            add(scratch.dy, scratch.argmax, plane * windows, windows, scratch.dx, plane * pixels, pixels);
        }
    }

    private static void add(double[] dy, int[] argmax, int source, int windows, double[] dx, int target, int pixels) {
        for (int window = 0; window < windows; window++) {
            int at = argmax[source + window];
            if (at != -1) {
                dx[target + Objects.checkIndex(at, pixels)] += dy[source + window];
            }
        }
    }
}
