package dev.convbench.strategy.simd;

import dev.convbench.op.BatchNormKernel;
import dev.convbench.op.BatchNormScratch;
import dev.convbench.op.BatchNormShape;
import dev.convbench.simd.Species;
import dev.convbench.strategy.BatchNormChunks;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Batch normalisation by given statistics: y = (x − mean)·scale + beta. Bound by memory; four planes at once, see {@link
 * SimdBatchNormTrain}.
 */
final class SimdBatchNormTest implements BatchNormKernel {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    private final BatchNormShape shape;
    private final BatchNormChunks chunks;

    SimdBatchNormTest(BatchNormShape shape) {
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
        int image = shape.c() * pixels;
        int n = 0;
        for (; n <= shape.mb() - 4; n += 4) {
            planes(s.x, s.y, (n * shape.c() + c) * pixels, image, pixels, s.mean[c], scale, s.beta[c]);
        }
        for (; n < shape.mb(); n++) {
            plane(s.x, s.y, (n * shape.c() + c) * pixels, pixels, s.mean[c], scale, s.beta[c]);
        }
    }

    /** Four planes, {@code image} elements apart. */
    private static void planes(
            double[] x, double[] y, int from, int image, int length, double mean, double scale, double beta) {
        DoubleVector centre = DoubleVector.broadcast(SPECIES, mean);
        DoubleVector factor = DoubleVector.broadcast(SPECIES, scale);
        DoubleVector summand = DoubleVector.broadcast(SPECIES, beta);
        int end = from + length - length % LANES;
        for (int at = from; at < end; at += LANES) {
            int at1 = at + image;
            int at2 = at1 + image;
            int at3 = at2 + image;
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, at);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, at1);
            DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, at2);
            DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, at3);
            x0.sub(centre).mul(factor).add(summand).intoArray(y, at);
            x1.sub(centre).mul(factor).add(summand).intoArray(y, at1);
            x2.sub(centre).mul(factor).add(summand).intoArray(y, at2);
            x3.sub(centre).mul(factor).add(summand).intoArray(y, at3);
        }
        for (int plane = 0; plane < 4; plane++) {
            rest(x, y, end + plane * image, length % LANES, mean, scale, beta);
        }
    }

    private static void plane(double[] x, double[] y, int from, int length, double mean, double scale, double beta) {
        DoubleVector centre = DoubleVector.broadcast(SPECIES, mean);
        DoubleVector factor = DoubleVector.broadcast(SPECIES, scale);
        DoubleVector summand = DoubleVector.broadcast(SPECIES, beta);
        int end = from + length - length % LANES;
        for (int at = from; at < end; at += LANES) {
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, at);
            x0.sub(centre).mul(factor).add(summand).intoArray(y, at);
        }
        rest(x, y, end, length % LANES, mean, scale, beta);
    }

    private static void rest(double[] x, double[] y, int from, int length, double mean, double scale, double beta) {
        for (int at = from; at < from + length; at++) {
            y[at] = (x[at] - mean) * scale + beta;
        }
    }
}
