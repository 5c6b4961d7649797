package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.IOTA;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;
import static dev.convbench.strategy.simd.SimdPoolLanes.ZERO;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Gradient of max pooling by 2x2 windows with stride 2 and no padding: dx(a, b) = dy(a / 2, b / 2) where argmax is a·iw + b,
 * else 0.
 *
 * <p>Layout: NCHW. A tile is LANES windows of one row, 2·LANES pixels of two rows. Gradients and indices are doubled lane by
 * lane (d₀, d₀, d₁, d₁, …), so that they stand under their pixels; each pixel's own index is compared with the doubled one, and
 * what differs is 0. So dx is written once, in order, and never read: a scatter writes zeros first and then reads and writes
 * one element after another.
 *
 * <p>This needs each argmax to be a pixel of its own window. Matches are counted; if any window of a plane has none, {@link
 * SimdMaxBackward} does the plane again, whatever its indices are. The last vector of a row is moved left to end with the
 * row; its windows are written twice.
 */
final class SimdMaxTile2Backward implements PoolKernel {
    private final SimdPoolChunks chunks;
    /** What planes with other indices are left to. */
    private final SimdMaxBackward anyIndices;

    private final int ih;
    private final int iw;
    private final int oh;
    private final int ow;

    SimdMaxTile2Backward(PoolShape shape) {
        chunks = new SimdPoolChunks(shape);
        anyIndices = new SimdMaxBackward(shape);
        ih = shape.ih();
        iw = shape.iw();
        oh = shape.oh();
        ow = shape.ow();
    }

    /** Whether every window is two by two pixels, side by side, and a row has a vector of them. */
    static boolean fits(PoolShape shape) {
        return SimdMaxTile2Forward.fits(shape) && shape.ow() >= LANES;
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        for (int plane = chunks.begin(chunk); plane < chunks.end(chunk); plane++) {
            int source = plane * oh * ow;
            int target = plane * ih * iw;
            if (tiles(scratch.dy, scratch.argmax, source, scratch.dx, target)) {
                remainders(scratch.dx, target);
            } else {
                anyIndices.plane(scratch.dy, scratch.argmax, source, scratch.dx, target);
            }
        }
    }

    /** Zeros for the pixels of a plane that are in no window. */
    private void remainders(double[] dx, int target) {
        if (2 * ow < iw) {
            for (int row = 0; row < 2 * oh; row++) {
                Arrays.fill(dx, target + row * iw + 2 * ow, target + (row + 1) * iw, 0);
            }
        }
        Arrays.fill(dx, target + 2 * oh * iw, target + ih * iw, 0);
    }

    /** Writes the windows of a plane; false if a window's argmax is none of its pixels. */
    private boolean tiles(double[] dy, int[] argmax, int source, double[] dx, int target) {
        DoubleVector matches = ZERO;
        double index = 0;
        int last = ow - LANES;
        int j = 0;
        int rows = oh;
        double vectors = 0;
        while (rows != 0) {
            // Adding 0 turns -0 into the +0 that a sum of gradients begins with.
            DoubleVector gradient = DoubleVector.fromArray(F64, dy, source + j).add(0);
            DoubleVector at = PoolIndices.load(gradient, argmax, source + j);
            DoubleVector pixels = IOTA.add(index + 2 * j);
            DoubleVector twice = SimdPoolLanes.lowTwice(gradient);
            DoubleVector twiceAt = SimdPoolLanes.lowTwice(at);
            VectorMask<Double> upper = twiceAt.compare(VectorOperators.EQ, pixels);
            VectorMask<Double> lower = twiceAt.compare(VectorOperators.EQ, pixels.add(iw));
            int out = target + 2 * j;
            ZERO.blend(twice, upper).intoArray(dx, out);
            ZERO.blend(twice, lower).intoArray(dx, out + iw);
            matches = matches.blend(matches.add(1), upper.or(lower));
            pixels = pixels.add(LANES);
            twice = SimdPoolLanes.highTwice(gradient);
            twiceAt = SimdPoolLanes.highTwice(at);
            upper = twiceAt.compare(VectorOperators.EQ, pixels);
            lower = twiceAt.compare(VectorOperators.EQ, pixels.add(iw));
            ZERO.blend(twice, upper).intoArray(dx, out + LANES);
            ZERO.blend(twice, lower).intoArray(dx, out + iw + LANES);
            matches = matches.blend(matches.add(1), upper.or(lower));
            vectors++;
            if (j == last) {
                j = 0;
                rows--;
                source += ow;
                target += 2 * iw;
                index += 2 * iw;
            } else {
                j = Math.min(j + LANES, last);
            }
        }
        return matches.reduceLanes(VectorOperators.ADD) == vectors * LANES;
    }
}
