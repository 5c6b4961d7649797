package dev.convbench.strategy.naive;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;

/** y = the sum of the pixels of each window over its divisor; 0 where the divisor is 0. A chunk is one plane. */
final class NaiveAverageForward implements PoolKernel {
    private final PoolShape shape;

    NaiveAverageForward(PoolShape shape) {
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
        for (int i = 0; i < oh; i++) {
            for (int j = 0; j < ow; j++) {
                int divisor = shape.averageDivisor(i, j);
                scratch.y[(plane * oh + i) * ow + j] =
                        divisor == 0 ? 0 : sum(scratch.x, plane * shape.ih() * shape.iw(), i, j) / divisor;
            }
        }
    }

    private double sum(double[] x, int source, int i, int j) {
        double sum = 0;
        for (int r = 0; r < shape.kh(); r++) {
            for (int s = 0; s < shape.kw(); s++) {
                int row = i * shape.sh() - shape.padTop() + r * shape.dh();
                int column = j * shape.sw() - shape.padLeft() + s * shape.dw();
                if (row >= 0 && row < shape.ih() && column >= 0 && column < shape.iw()) {
                    sum += x[source + row * shape.iw() + column];
                }
            }
        }
        return sum;
    }
}
