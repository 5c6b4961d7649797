package dev.convbench.strategy.naive;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;

/** Every pixel of a window gets dy over the window's divisor. A chunk is one plane. */
final class NaiveAverageBackward implements PoolKernel {
    private final PoolShape shape;

    NaiveAverageBackward(PoolShape shape) {
        this.shape = shape;
    }

    @Override
    public int chunks() {
        return shape.mb() * shape.c();
    }

    @Override
    public void run(int plane, PoolScratch scratch, int lane) {
        int oh = shape.oh();
        int ow = shape.ow();
        int pixels = shape.ih() * shape.iw();
        Arrays.fill(scratch.dx, plane * pixels, (plane + 1) * pixels, 0);
        for (int i = 0; i < oh; i++) {
            for (int j = 0; j < ow; j++) {
                int divisor = shape.averageDivisor(i, j);
                if (divisor != 0) {
                    spread(scratch.dy[(plane * oh + i) * ow + j] / divisor, scratch.dx, plane * pixels, i, j);
                }
            }
        }
    }

    private void spread(double share, double[] dx, int target, int i, int j) {
        for (int r = 0; r < shape.kh(); r++) {
            for (int s = 0; s < shape.kw(); s++) {
                int row = i * shape.sh() - shape.padTop() + r * shape.dh();
                int column = j * shape.sw() - shape.padLeft() + s * shape.dw();
                if (row >= 0 && row < shape.ih() && column >= 0 && column < shape.iw()) {
                    dx[target + row * shape.iw() + column] += share;
                }
            }
        }
    }
}
