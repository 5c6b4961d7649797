package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import jdk.incubator.vector.DoubleVector;

/**
 * Average pooling by 2x2 windows with stride 2 and no padding: y(i, j) = (x(2i, 2j) + x(2i, 2j + 1) + x(2i + 1, 2j) + x(2i + 1,
 * 2j + 1)) / 4.
 *
 * <p>Layout: NCHW. A tile is LANES windows of one row: two loads from each of two input rows, the columns of pairs picked out
 * of them in the order of {@link SimdPoolLanes#pairFirsts}, and one permutation of the result. Sums are taken in the order of
 * the reference, beginning with +0, and a quarter is exact, so results are equal bit for bit.
 *
 * <p>The vectors of a plane are one loop, as in {@link SimdMaxTile2Forward}; the last vector of a row is moved left to end with
 * the row, so nothing outside the row is read or written.
 */
final class SimdAverageTile2Forward implements PoolKernel {
    private final SimdPoolChunks chunks;
    private final int ih;
    private final int iw;
    private final int oh;
    private final int ow;

    SimdAverageTile2Forward(PoolShape shape) {
        chunks = new SimdPoolChunks(shape);
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
            plane(scratch.x, plane * ih * iw, scratch.y, plane * oh * ow);
        }
    }

    private void plane(double[] x, int source, double[] y, int target) {
        int last = ow - LANES;
        int rows = oh;
        int j = 0;
        while (rows != 0) {
            int upper = source + 2 * j;
            int lower = upper + iw;
            DoubleVector low = DoubleVector.fromArray(F64, x, upper);
            DoubleVector high = DoubleVector.fromArray(F64, x, upper + LANES);
            DoubleVector sum = SimdPoolLanes.pairFirsts(low, high).add(0).add(SimdPoolLanes.pairSeconds(low, high));
            low = DoubleVector.fromArray(F64, x, lower);
            high = DoubleVector.fromArray(F64, x, lower + LANES);
            sum = sum.add(SimdPoolLanes.pairFirsts(low, high)).add(SimdPoolLanes.pairSeconds(low, high));
            SimdPoolLanes.inOrder(sum.mul(0.25)).intoArray(y, target + j);
            if (j == last) {
                j = 0;
                rows--;
                source += 2 * iw;
                target += ow;
            } else {
                j = Math.min(j + LANES, last);
            }
        }
    }
}
