package dev.convbench.strategy.naive;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;

/**
 * y = the maximum of each window, argmax = where it stands. The first of equal values wins; a NaN wins over any number
 * and over an earlier NaN; a window without pixels gives −∞ and −1. A chunk is one plane.
 */
final class NaiveMaxForward implements PoolKernel {
    private final PoolShape shape;

    NaiveMaxForward(PoolShape shape) {
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
        int source = plane * shape.ih() * shape.iw();
        for (int i = 0; i < oh; i++) {
            for (int j = 0; j < ow; j++) {
                int at = argmax(scratch.x, source, i, j);
                int target = (plane * oh + i) * ow + j;
                scratch.argmax[target] = at;
                scratch.y[target] = at < 0 ? Double.NEGATIVE_INFINITY : scratch.x[source + at];
            }
        }
    }

    private int argmax(double[] x, int source, int i, int j) {
        int best = -1;
        for (int r = 0; r < shape.kh(); r++) {
            for (int s = 0; s < shape.kw(); s++) {
                int row = i * shape.sh() - shape.padTop() + r * shape.dh();
                int column = j * shape.sw() - shape.padLeft() + s * shape.dw();
                if (row >= 0 && row < shape.ih() && column >= 0 && column < shape.iw()) {
                    int at = row * shape.iw() + column;
                    double value = x[source + at];
                    if (best < 0 || value > x[source + best] || Double.isNaN(value)) {
                        best = at;
                    }
                }
            }
        }
        return best;
    }
}
