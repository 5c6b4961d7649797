package dev.convbench.strategy.naive;

import dev.convbench.op.BatchNormKernel;
import dev.convbench.op.BatchNormScratch;
import dev.convbench.op.BatchNormShape;

/** Batch normalisation by the statistics of the batch, by the definition. A chunk is one channel. */
final class NaiveBatchNormTrain implements BatchNormKernel {
    private final BatchNormShape shape;

    NaiveBatchNormTrain(BatchNormShape shape) {
        this.shape = shape;
    }

    @Override
    public int chunks() {
        return shape.c();
    }

    @Override
    public void run(int c, BatchNormScratch s, int lane) {
        int pixels = shape.pixels();
        double sum = 0;
        for (int n = 0; n < shape.mb(); n++) {
            for (int p = 0; p < pixels; p++) {
                sum += s.x[(n * shape.c() + c) * pixels + p];
            }
        }
        double mean = sum / shape.count();
        double squares = 0;
        for (int n = 0; n < shape.mb(); n++) {
            for (int p = 0; p < pixels; p++) {
                double difference = s.x[(n * shape.c() + c) * pixels + p] - mean;
                squares += difference * difference;
            }
        }
        s.mean[c] = mean;
        s.variance[c] = squares / shape.count();
        NaiveBatchNormTest.normalise(c, shape, s);
    }
}
