package dev.convbench.strategy.simd;

import dev.convbench.gemm.LaneSum;
import dev.convbench.op.BatchNormKernel;
import dev.convbench.op.BatchNormScratch;
import dev.convbench.op.BatchNormShape;
import dev.convbench.simd.Species;
import dev.convbench.strategy.BatchNormChunks;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Batch normalisation by the statistics of the batch, channel by channel: a channel of 50 maps of 32x32 is 400 KiB and stays in
 * the L2 cache while it is summed, summed again around its mean (the sum of squares minus the square of the sum would lose
 * digits), and normalised. The second pass runs backwards, so that it meets first what was read last.
 *
 * <p>Bound by memory. Planes of one channel are far apart, and the hardware prefetches within a page only: the pass that meets x
 * first reads four planes at once, which halves its time where x comes from memory.
 */
final class SimdBatchNormTrain implements BatchNormKernel {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    private final BatchNormShape shape;
    private final BatchNormChunks chunks;

    SimdBatchNormTrain(BatchNormShape shape) {
        this.shape = shape;
        chunks = new BatchNormChunks(shape);
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public int laneLength() {
        return LANES;
    }

    @Override
    public void run(int chunk, BatchNormScratch s, int lane) {
        double[] lanes = s.lane(lane);
        int pixels = shape.pixels();
        for (int c = chunks.begin(chunk); c < chunks.end(chunk); c++) {
            double mean = sum(c, s.x, lanes) / shape.count();
            double squares = 0;
            for (int n = shape.mb() - 1; n >= 0; n--) {
                squares += squares(s.x, (n * shape.c() + c) * pixels, pixels, mean, lanes);
            }
            s.mean[c] = mean;
            s.variance[c] = squares / shape.count();
            SimdBatchNormTest.normalise(c, shape, s);
        }
    }

    private double sum(int c, double[] x, double[] lanes) {
        int pixels = shape.pixels();
        int image = shape.c() * pixels;
        double sum = 0;
        int n = 0;
        for (; n <= shape.mb() - 4; n += 4) {
            sum += sum4(x, (n * shape.c() + c) * pixels, image, pixels, lanes);
        }
        for (; n < shape.mb(); n++) {
            sum += sum(x, (n * shape.c() + c) * pixels, pixels, lanes);
        }
        return sum;
    }

    /** Four planes, {@code image} elements apart. */
    private static double sum4(double[] x, int from, int image, int length, double[] lanes) {
        DoubleVector acc0 = DoubleVector.zero(SPECIES);
        DoubleVector acc1 = acc0;
        DoubleVector acc2 = acc0;
        DoubleVector acc3 = acc0;
        int at = from;
        int end = from + length;
        for (; at <= end - LANES; at += LANES) {
            acc0 = acc0.add(DoubleVector.fromArray(SPECIES, x, at));
            acc1 = acc1.add(DoubleVector.fromArray(SPECIES, x, at + image));
            acc2 = acc2.add(DoubleVector.fromArray(SPECIES, x, at + 2 * image));
            acc3 = acc3.add(DoubleVector.fromArray(SPECIES, x, at + 3 * image));
        }
        acc0.add(acc1).add(acc2.add(acc3)).intoArray(lanes, 0);
        double sum = LaneSum.of(lanes, 0);
        for (; at < end; at++) {
            sum += x[at] + x[at + image] + (x[at + 2 * image] + x[at + 3 * image]);
        }
        return sum;
    }

    private static double sum(double[] x, int from, int length, double[] lanes) {
        DoubleVector acc0 = DoubleVector.zero(SPECIES);
        DoubleVector acc1 = acc0;
        DoubleVector acc2 = acc0;
        DoubleVector acc3 = acc0;
        int p = 0;
        for (; p <= length - 4 * LANES; p += 4 * LANES) {
            acc0 = acc0.add(DoubleVector.fromArray(SPECIES, x, from + p));
            acc1 = acc1.add(DoubleVector.fromArray(SPECIES, x, from + p + LANES));
            acc2 = acc2.add(DoubleVector.fromArray(SPECIES, x, from + p + 2 * LANES));
            acc3 = acc3.add(DoubleVector.fromArray(SPECIES, x, from + p + 3 * LANES));
        }
        for (; p <= length - LANES; p += LANES) {
            acc0 = acc0.add(DoubleVector.fromArray(SPECIES, x, from + p));
        }
        acc0.add(acc1).add(acc2.add(acc3)).intoArray(lanes, 0);
        double sum = LaneSum.of(lanes, 0);
        for (; p < length; p++) {
            sum += x[from + p];
        }
        return sum;
    }

    private static double squares(double[] x, int from, int length, double mean, double[] lanes) {
        DoubleVector centre = DoubleVector.broadcast(SPECIES, mean);
        DoubleVector acc0 = DoubleVector.zero(SPECIES);
        DoubleVector acc1 = acc0;
        DoubleVector acc2 = acc0;
        DoubleVector acc3 = acc0;
        int p = 0;
        for (; p <= length - 4 * LANES; p += 4 * LANES) {
            DoubleVector d0 = DoubleVector.fromArray(SPECIES, x, from + p).sub(centre);
            DoubleVector d1 =
                    DoubleVector.fromArray(SPECIES, x, from + p + LANES).sub(centre);
            DoubleVector d2 =
                    DoubleVector.fromArray(SPECIES, x, from + p + 2 * LANES).sub(centre);
            DoubleVector d3 =
                    DoubleVector.fromArray(SPECIES, x, from + p + 3 * LANES).sub(centre);
            acc0 = acc0.add(d0.mul(d0));
            acc1 = acc1.add(d1.mul(d1));
            acc2 = acc2.add(d2.mul(d2));
            acc3 = acc3.add(d3.mul(d3));
        }
        for (; p <= length - LANES; p += LANES) {
            DoubleVector d = DoubleVector.fromArray(SPECIES, x, from + p).sub(centre);
            acc0 = acc0.add(d.mul(d));
        }
        acc0.add(acc1).add(acc2.add(acc3)).intoArray(lanes, 0);
        double sum = LaneSum.of(lanes, 0);
        for (; p < length; p++) {
            double d = x[from + p] - mean;
            sum += d * d;
        }
        return sum;
    }
}
