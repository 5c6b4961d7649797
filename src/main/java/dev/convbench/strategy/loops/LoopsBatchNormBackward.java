package dev.convbench.strategy.loops;

import dev.convbench.op.BatchNormKernel;
import dev.convbench.op.BatchNormScratch;
import dev.convbench.op.BatchNormShape;
import dev.convbench.strategy.BatchNormChunks;

/**
 * The gradients of batch normalisation: Σdy and Σdy·(x − mean) in four chains each, then dx = a·dy + b·(x − mean) + c in a loop
 * that C2 vectorises.
 */
final class LoopsBatchNormBackward implements BatchNormKernel {
    private final BatchNormShape shape;
    private final BatchNormChunks chunks;

    LoopsBatchNormBackward(BatchNormShape shape) {
        this.shape = shape;
        chunks = new BatchNormChunks(shape);
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public int laneLength() {
        return 2;
    }

    @Override
    public void run(int chunk, BatchNormScratch s, int lane) {
        for (int c = chunks.begin(chunk); c < chunks.end(chunk); c++) {
            channel(c, s, s.lane(lane));
        }
    }

    private void channel(int c, BatchNormScratch s, double[] sums) {
        int pixels = shape.pixels();
        double mean = s.mean[c];
        sums[0] = 0;
        sums[1] = 0;
        for (int n = 0; n < shape.mb(); n++) {
            add(s.x, s.dy, (n * shape.c() + c) * pixels, pixels, mean, sums);
        }
        double inverse = 1 / Math.sqrt(s.variance[c] + s.eps);
        double dbeta = sums[0];
        double dgamma = sums[1] * inverse;
        s.dbeta[c] = dbeta;
        s.dgamma[c] = dgamma;
        double factor = s.gamma[c] * inverse;
        double slope = s.given ? 0 : -factor * inverse * dgamma / shape.count();
        double shift = s.given ? 0 : -factor * dbeta / shape.count();
        for (int n = 0; n < shape.mb(); n++) {
            plane(s.x, s.dy, s.dx, (n * shape.c() + c) * pixels, pixels, mean, factor, slope, shift);
        }
    }

    private static void add(double[] x, double[] dy, int from, int length, double mean, double[] sums) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double t0 = 0;
        double t1 = 0;
        double t2 = 0;
        double t3 = 0;
        int at = from;
        int end = from + length;
        for (; at <= end - 4; at += 4) {
            s0 += dy[at];
            s1 += dy[at + 1];
            s2 += dy[at + 2];
            s3 += dy[at + 3];
            t0 += dy[at] * (x[at] - mean);
            t1 += dy[at + 1] * (x[at + 1] - mean);
            t2 += dy[at + 2] * (x[at + 2] - mean);
            t3 += dy[at + 3] * (x[at + 3] - mean);
        }
        for (; at < end; at++) {
            s0 += dy[at];
            t0 += dy[at] * (x[at] - mean);
        }
        sums[0] += (s0 + s2) + (s1 + s3);
        sums[1] += (t0 + t2) + (t1 + t3);
    }

    private static void plane(
            double[] x,
            double[] dy,
            double[] dx,
            int from,
            int length,
            double mean,
            double factor,
            double slope,
            double shift) {
        for (int at = from; at < from + length; at++) {
            dx[at] = factor * dy[at] + (slope * (x[at] - mean) + shift);
        }
    }
}
