package dev.convbench.strategy.loops;

import dev.convbench.op.BatchNormKernel;
import dev.convbench.op.BatchNormScratch;
import dev.convbench.op.BatchNormShape;
import dev.convbench.strategy.BatchNormChunks;

/**
 * Batch normalisation by the statistics of the batch, channel by channel: while a channel is in the L2 cache it is summed,
 * summed again around its mean, and normalised. Sums run in eight chains, since one would wait four cycles for each addition and
 * C2 does not reorder it.
 */
final class LoopsBatchNormTrain implements BatchNormKernel {
    private final BatchNormShape shape;
    private final BatchNormChunks chunks;

    LoopsBatchNormTrain(BatchNormShape shape) {
        this.shape = shape;
        chunks = new BatchNormChunks(shape);
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public void run(int chunk, BatchNormScratch s, int lane) {
        int pixels = shape.pixels();
        for (int c = chunks.begin(chunk); c < chunks.end(chunk); c++) {
            double sum = 0;
            for (int n = 0; n < shape.mb(); n++) {
                sum += sum(s.x, (n * shape.c() + c) * pixels, pixels);
            }
            double mean = sum / shape.count();
            double squares = 0;
            for (int n = 0; n < shape.mb(); n++) {
                squares += squares(s.x, (n * shape.c() + c) * pixels, pixels, mean);
            }
            s.mean[c] = mean;
            s.variance[c] = squares / shape.count();
            LoopsBatchNormTest.normalise(c, shape, s);
        }
    }

    private static double sum(double[] x, int from, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int p = 0;
        for (; p <= length - 8; p += 8) {
            s0 += x[from + p];
            s1 += x[from + p + 1];
            s2 += x[from + p + 2];
            s3 += x[from + p + 3];
            s4 += x[from + p + 4];
            s5 += x[from + p + 5];
            s6 += x[from + p + 6];
            s7 += x[from + p + 7];
        }
        for (; p < length; p++) {
            s0 += x[from + p];
        }
        return (s0 + s4) + (s1 + s5) + ((s2 + s6) + (s3 + s7));
    }

    private static double squares(double[] x, int from, int length, double mean) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int p = 0;
        for (; p <= length - 8; p += 8) {
            s0 += square(x[from + p] - mean);
            s1 += square(x[from + p + 1] - mean);
            s2 += square(x[from + p + 2] - mean);
            s3 += square(x[from + p + 3] - mean);
            s4 += square(x[from + p + 4] - mean);
            s5 += square(x[from + p + 5] - mean);
            s6 += square(x[from + p + 6] - mean);
            s7 += square(x[from + p + 7] - mean);
        }
        for (; p < length; p++) {
            s0 += square(x[from + p] - mean);
        }
        return (s0 + s4) + (s1 + s5) + ((s2 + s6) + (s3 + s7));
    }

    private static double square(double value) {
        return value * value;
    }
}
