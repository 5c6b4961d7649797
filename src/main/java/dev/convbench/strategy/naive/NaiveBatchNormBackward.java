package dev.convbench.strategy.naive;

import dev.convbench.op.BatchNormKernel;
import dev.convbench.op.BatchNormScratch;
import dev.convbench.op.BatchNormShape;

/** The gradients of batch normalisation, by the formulas of {@link dev.convbench.op.BatchNorm}. A chunk is one channel. */
final class NaiveBatchNormBackward implements BatchNormKernel {
    private final BatchNormShape shape;

    NaiveBatchNormBackward(BatchNormShape shape) {
        this.shape = shape;
    }

    @Override
    public int chunks() {
        return shape.c();
    }

    @Override
    public void run(int c, BatchNormScratch s, int lane) {
        int pixels = shape.pixels();
        int count = shape.count();
        double mean = s.mean[c];
        double deviation = Math.sqrt(s.variance[c] + s.eps);
        double dbeta = 0;
        double dgamma = 0;
        for (int n = 0; n < shape.mb(); n++) {
            for (int p = 0; p < pixels; p++) {
                int at = (n * shape.c() + c) * pixels + p;
                dbeta += s.dy[at];
                dgamma += s.dy[at] * ((s.x[at] - mean) / deviation);
            }
        }
        s.dbeta[c] = dbeta;
        s.dgamma[c] = dgamma;
        for (int n = 0; n < shape.mb(); n++) {
            for (int p = 0; p < pixels; p++) {
                int at = (n * shape.c() + c) * pixels + p;
                double normalised = (s.x[at] - mean) / deviation;
                double throughStatistics = s.given ? 0 : dbeta / count + normalised * dgamma / count;
                s.dx[at] = s.gamma[c] / deviation * (s.dy[at] - throughStatistics);
            }
        }
    }
}
