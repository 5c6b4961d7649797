package dev.convbench.strategy.loops;

import dev.convbench.op.BatchNormKernel;
import dev.convbench.op.BatchNormScratch;
import dev.convbench.op.BatchNormShape;
import dev.convbench.strategy.BatchNormChunks;

/** Batch normalisation by given statistics: y = (x − mean)·scale + beta, in a loop that C2 vectorises. */
final class LoopsBatchNormTest implements BatchNormKernel {
    private final BatchNormShape shape;
    private final BatchNormChunks chunks;

    LoopsBatchNormTest(BatchNormShape shape) {
        this.shape = shape;
        chunks = new BatchNormChunks(shape);
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public void run(int chunk, BatchNormScratch s, int lane) {
        for (int c = chunks.begin(chunk); c < chunks.end(chunk); c++) {
            normalise(c, shape, s);
        }
    }

    static void normalise(int c, BatchNormShape shape, BatchNormScratch s) {
        double scale = s.gamma[c] / Math.sqrt(s.variance[c] + s.eps);
        int pixels = shape.pixels();
        for (int n = 0; n < shape.mb(); n++) {
            plane(s.x, s.y, (n * shape.c() + c) * pixels, pixels, s.mean[c], scale, s.beta[c]);
        }
    }

    private static void plane(double[] x, double[] y, int from, int length, double mean, double scale, double beta) {
        for (int at = from; at < from + length; at++) {
            y[at] = (x[at] - mean) * scale + beta;
        }
    }
}
