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
 * The gradients of batch normalisation, channel by channel: Σdy and Σdy·(x − mean), then, while most of x and dy of the channel is
 * still in the L2 cache, dx = a·dy + b·(x − mean) + c, backwards, so that it meets first what was read last. Bound by memory: four
 * planes at once keep more lines on their way from memory than two, and eight want more lines of one L1 set than there are.
 */
final class SimdBatchNormBackward implements BatchNormKernel {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;
    /** Planes at once. */
    private static final int PLANES = 4;

    /** Where the lane buffer has Σdy: behind two vectors. */
    private static final int SUM = 2 * LANES;
    /** Where it has Σdy·(x − mean). */
    private static final int PRODUCT = SUM + 1;

    private final BatchNormShape shape;
    private final BatchNormChunks chunks;

    SimdBatchNormBackward(BatchNormShape shape) {
        this.shape = shape;
        chunks = new BatchNormChunks(shape);
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public int laneLength() {
        return PRODUCT + 1;
    }

    @Override
    public void run(int chunk, BatchNormScratch s, int lane) {
        for (int c = chunks.begin(chunk); c < chunks.end(chunk); c++) {
            channel(c, s, s.lane(lane));
        }
    }

    private void channel(int c, BatchNormScratch s, double[] lanes) {
        double mean = s.mean[c];
        addSums(c, s.x, s.dy, mean, lanes);
        double dbeta = lanes[SUM];
        double inverse = 1 / Math.sqrt(s.variance[c] + s.eps);
        double dgamma = lanes[PRODUCT] * inverse;
        s.dbeta[c] = dbeta;
        s.dgamma[c] = dgamma;
        double factor = s.gamma[c] * inverse;
        double slope = s.given ? 0 : -factor * inverse * dgamma / shape.count();
        double shift = s.given ? 0 : -factor * dbeta / shape.count();
        int pixels = shape.pixels();
        int image = shape.c() * pixels;
        int n = shape.mb() - 1;
        for (; n >= shape.mb() / PLANES * PLANES; n--) {
            plane(s.x, s.dy, s.dx, (n * shape.c() + c) * pixels, pixels, mean, factor, slope, shift);
        }
        for (n -= PLANES - 1; n >= 0; n -= PLANES) {
            int from = (n * shape.c() + c) * pixels;
            planes(s.x, s.dy, s.dx, from, image, pixels, mean, factor, slope, shift);
        }
    }

    /** Σdy and Σdy·(x − mean) of a channel. */
    private void addSums(int c, double[] x, double[] dy, double mean, double[] lanes) {
        int pixels = shape.pixels();
        int image = shape.c() * pixels;
        lanes[SUM] = 0;
        lanes[PRODUCT] = 0;
        int n = 0;
        for (; n <= shape.mb() - PLANES; n += PLANES) {
            addPlanes(x, dy, (n * shape.c() + c) * pixels, image, pixels, mean, lanes);
        }
        for (; n < shape.mb(); n++) {
            addPlane(x, dy, (n * shape.c() + c) * pixels, pixels, mean, lanes);
        }
    }

    /** Adds four planes, {@code image} elements apart, to the sums. */
    private static void addPlanes(
            double[] x, double[] dy, int from, int image, int length, double mean, double[] lanes) {
        DoubleVector centre = DoubleVector.broadcast(SPECIES, mean);
        DoubleVector sum0 = DoubleVector.zero(SPECIES);
        DoubleVector sum1 = DoubleVector.zero(SPECIES);
        DoubleVector sum2 = DoubleVector.zero(SPECIES);
        DoubleVector sum3 = DoubleVector.zero(SPECIES);
        DoubleVector product0 = DoubleVector.zero(SPECIES);
        DoubleVector product1 = DoubleVector.zero(SPECIES);
        DoubleVector product2 = DoubleVector.zero(SPECIES);
        DoubleVector product3 = DoubleVector.zero(SPECIES);
        int second = from + image;
        int third = second + image;
        int fourth = third + image;
        int rest = length % LANES;
        int end = length - rest;
        for (int at = 0; at < end; at += LANES) {
            DoubleVector dy0 = DoubleVector.fromArray(SPECIES, dy, from + at);
            DoubleVector dy1 = DoubleVector.fromArray(SPECIES, dy, second + at);
            DoubleVector dy2 = DoubleVector.fromArray(SPECIES, dy, third + at);
            DoubleVector dy3 = DoubleVector.fromArray(SPECIES, dy, fourth + at);
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, from + at);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, second + at);
            DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, third + at);
            DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, fourth + at);
            sum0 = sum0.add(dy0);
            sum1 = sum1.add(dy1);
            sum2 = sum2.add(dy2);
            sum3 = sum3.add(dy3);
            product0 = product0.add(x0.sub(centre).mul(dy0));
            product1 = product1.add(x1.sub(centre).mul(dy1));
            product2 = product2.add(x2.sub(centre).mul(dy2));
            product3 = product3.add(x3.sub(centre).mul(dy3));
        }
        sum0.add(sum1).add(sum2.add(sum3)).intoArray(lanes, 0);
        product0.add(product1).add(product2.add(product3)).intoArray(lanes, LANES);
        addLanes(lanes);
        addRest(x, dy, from + end, rest, mean, lanes);
        addRest(x, dy, second + end, rest, mean, lanes);
        addRest(x, dy, third + end, rest, mean, lanes);
        addRest(x, dy, fourth + end, rest, mean, lanes);
    }

    /** Adds one plane to the sums. */
    private static void addPlane(double[] x, double[] dy, int from, int length, double mean, double[] lanes) {
        DoubleVector centre = DoubleVector.broadcast(SPECIES, mean);
        DoubleVector sum = DoubleVector.zero(SPECIES);
        DoubleVector product = DoubleVector.zero(SPECIES);
        int end = from + length - length % LANES;
        for (int at = from; at < end; at += LANES) {
            DoubleVector dys = DoubleVector.fromArray(SPECIES, dy, at);
            sum = sum.add(dys);
            product = product.add(
                    DoubleVector.fromArray(SPECIES, x, at).sub(centre).mul(dys));
        }
        sum.intoArray(lanes, 0);
        product.intoArray(lanes, LANES);
        addLanes(lanes);
        addRest(x, dy, end, length % LANES, mean, lanes);
    }

    private static void addLanes(double[] lanes) {
        lanes[SUM] += LaneSum.of(lanes, 0);
        lanes[PRODUCT] += LaneSum.of(lanes, LANES);
    }

    private static void addRest(double[] x, double[] dy, int from, int length, double mean, double[] lanes) {
        for (int at = from; at < from + length; at++) {
            lanes[SUM] += dy[at];
            lanes[PRODUCT] += dy[at] * (x[at] - mean);
        }
    }

    /** Four planes, {@code image} elements apart. */
    private static void planes(
            double[] x,
            double[] dy,
            double[] dx,
            int from,
            int image,
            int length,
            double mean,
            double factor,
            double slope,
            double shift) {
        DoubleVector centre = DoubleVector.broadcast(SPECIES, mean);
        DoubleVector a = DoubleVector.broadcast(SPECIES, factor);
        DoubleVector b = DoubleVector.broadcast(SPECIES, slope);
        DoubleVector c = DoubleVector.broadcast(SPECIES, shift);
        int second = from + image;
        int third = second + image;
        int fourth = third + image;
        int rest = length % LANES;
        int end = length - rest;
        for (int at = 0; at < end; at += LANES) {
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, from + at);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, second + at);
            DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, third + at);
            DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, fourth + at);
            DoubleVector dy0 = DoubleVector.fromArray(SPECIES, dy, from + at);
            DoubleVector dy1 = DoubleVector.fromArray(SPECIES, dy, second + at);
            DoubleVector dy2 = DoubleVector.fromArray(SPECIES, dy, third + at);
            DoubleVector dy3 = DoubleVector.fromArray(SPECIES, dy, fourth + at);
            dy0.mul(a).add(x0.sub(centre).mul(b).add(c)).intoArray(dx, from + at);
            dy1.mul(a).add(x1.sub(centre).mul(b).add(c)).intoArray(dx, second + at);
            dy2.mul(a).add(x2.sub(centre).mul(b).add(c)).intoArray(dx, third + at);
            dy3.mul(a).add(x3.sub(centre).mul(b).add(c)).intoArray(dx, fourth + at);
        }
        rest(x, dy, dx, from + end, rest, mean, factor, slope, shift);
        rest(x, dy, dx, second + end, rest, mean, factor, slope, shift);
        rest(x, dy, dx, third + end, rest, mean, factor, slope, shift);
        rest(x, dy, dx, fourth + end, rest, mean, factor, slope, shift);
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
        DoubleVector centre = DoubleVector.broadcast(SPECIES, mean);
        DoubleVector a = DoubleVector.broadcast(SPECIES, factor);
        DoubleVector b = DoubleVector.broadcast(SPECIES, slope);
        DoubleVector c = DoubleVector.broadcast(SPECIES, shift);
        int end = from + length - length % LANES;
        for (int at = from; at < end; at += LANES) {
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, at);
            DoubleVector dy0 = DoubleVector.fromArray(SPECIES, dy, at);
            dy0.mul(a).add(x0.sub(centre).mul(b).add(c)).intoArray(dx, at);
        }
        rest(x, dy, dx, end, length % LANES, mean, factor, slope, shift);
    }

    private static void rest(
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
