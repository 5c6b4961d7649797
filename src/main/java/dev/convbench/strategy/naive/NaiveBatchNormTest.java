package dev.convbench.strategy.naive;

import dev.convbench.op.BatchNormKernel;
import dev.convbench.op.BatchNormScratch;
import dev.convbench.op.BatchNormShape;

/** Batch normalisation by given statistics, by the definition. A chunk is one channel. */
final class NaiveBatchNormTest implements BatchNormKernel {
    private final BatchNormShape shape;

    NaiveBatchNormTest(BatchNormShape shape) {
        this.shape = shape;
    }

    @Override
    public int chunks() {
        return shape.c();
    }

    @Override
    public void run(int c, BatchNormScratch s, int lane) {
        normalise(c, shape, s);
    }

    /** y = gamma·(x − mean) / √(variance + eps) + beta. */
    static void normalise(int c, BatchNormShape shape, BatchNormScratch s) {
        double deviation = Math.sqrt(s.variance[c] + s.eps);
        for (int n = 0; n < shape.mb(); n++) {
            for (int p = 0; p < shape.pixels(); p++) {
                int at = (n * shape.c() + c) * shape.pixels() + p;
                s.y[at] = s.gamma[c] * ((s.x[at] - s.mean[c]) / deviation) + s.beta[c];
            }
        }
    }
}
