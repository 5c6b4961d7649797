package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.INDEX_ZERO;
import static dev.convbench.strategy.simd.SimdPoolLanes.IOTA;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/**
 * Max pooling of each plane to one value: y = max of x over the plane, and where it stands.
 *
 * <p>Layout: NCHW, so a plane is one run of ih·iw values, read as vectors whatever its width is. Lane l holds the first
 * maximum of the elements l, l + LANES, …; the lanes, and then the elements that fill no vector, are compared one by one,
 * equal values by their index.
 */
final class SimdMaxGlobalForward implements PoolKernel {
    private final SimdPoolChunks chunks;
    private final int pixels;

    SimdMaxGlobalForward(PoolShape shape) {
        chunks = new SimdPoolChunks(shape);
        pixels = shape.ih() * shape.iw();
    }

    /** Whether there is one window a plane, and it holds every pixel. */
    static boolean fits(PoolShape shape) {
        return shape.oh() == 1
                && shape.ow() == 1
                && shape.dh() == 1
                && shape.dw() == 1
                && shape.padTop() + shape.ih() <= shape.kh()
                && shape.padLeft() + shape.iw() <= shape.kw();
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
    public void run(int chunk, PoolScratch scratch, int lane) {
        for (int plane = chunks.begin(chunk); plane < chunks.end(chunk); plane++) {
            int best = argmax(scratch.x, plane * pixels, scratch.lane(lane));
            scratch.y[plane] = scratch.x[plane * pixels + best];
            scratch.argmax[plane] = best;
        }
    }

    private int argmax(double[] x, int source, double[] lanes) {
        int end = pixels / LANES * LANES;
        int best = 0;
        if (end != 0) {
            vectors(x, source, end, lanes);
            best = (int) (lanes[0] - INDEX_ZERO);
            for (int l = 1; l < LANES; l++) {
                best = better(x, source, best, (int) (lanes[l] - INDEX_ZERO));
            }
        }
        for (int k = end; k < pixels; k++) {
            best = better(x, source, best, k);
        }
        return best;
    }

    private static void vectors(double[] x, int source, int end, double[] lanes) {
        DoubleVector best = DoubleVector.fromArray(F64, x, source);
        DoubleVector at = IOTA.add(INDEX_ZERO);
        double index = INDEX_ZERO;
        for (int k = LANES; k != end; k += LANES) {
            index += LANES;
            DoubleVector value = DoubleVector.fromArray(F64, x, source + k);
            VectorMask<Double> mask = SimdPoolLanes.wins(value, best);
            best = best.blend(value, mask);
            at = at.blend(IOTA.add(index), mask);
        }
        at.intoArray(lanes, 0);
    }

    /** Which of two indices has the greater value, in whichever order they come: first maximum, last NaN. */
    private static int better(double[] x, int source, int best, int candidate) {
        double a = x[source + best];
        double b = x[source + candidate];
        if (Double.isNaN(b)) {
            return Double.isNaN(a) ? Math.max(best, candidate) : candidate;
        }
        return b > a || b == a && candidate < best ? candidate : best;
    }
}
