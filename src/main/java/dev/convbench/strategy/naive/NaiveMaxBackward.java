package dev.convbench.strategy.naive;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;

/** dx[argmax] += dy for every window that has one. A chunk is one plane. */
final class NaiveMaxBackward implements PoolKernel {
    private final PoolShape shape;

    NaiveMaxBackward(PoolShape shape) {
        this.shape = shape;
    }

    @Override
    public int chunks() {
        return shape.mb() * shape.c();
    }

    @Override
    public void run(int plane, PoolScratch scratch, int lane) {
        int pixels = shape.ih() * shape.iw();
        int windows = shape.oh() * shape.ow();
        Arrays.fill(scratch.dx, plane * pixels, (plane + 1) * pixels, 0);
        for (int window = plane * windows; window < (plane + 1) * windows; window++) {
            int at = scratch.argmax[window];
            if (at != -1) {
                java.util.Objects.checkIndex(at, pixels);
                scratch.dx[plane * pixels + at] += scratch.dy[window];
            }
        }
    }
}
