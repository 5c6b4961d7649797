package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * Gradient of average pooling by 2x2 windows with stride 2 and no padding: dx(a, b) = dy(a / 2, b / 2) / 4.
 *
 * <p>Layout: NCHW. A tile is LANES windows of one row: one load, each share doubled into two lanes by two permutations, four
 * stores. dx is written once and never read; pixels in no window, a last row or column, get zeros. The last vector of a row
 * is moved left to end with the row.
 */
final class SimdAverageTile2Backward implements PoolKernel {
    private final SimdPoolChunks chunks;
    private final int ih;
    private final int iw;
    private final int oh;
    private final int ow;

    SimdAverageTile2Backward(PoolShape shape) {
        chunks = new SimdPoolChunks(shape);
        ih = shape.ih();
        iw = shape.iw();
        oh = shape.oh();
        ow = shape.ow();
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        for (int plane = chunks.begin(chunk); plane < chunks.end(chunk); plane++) {
            int target = plane * ih * iw;
            windows(scratch.dy, plane * oh * ow, scratch.dx, target);
            if (2 * ow < iw) {
                for (int row = 0; row < 2 * oh; row++) {
                    Arrays.fill(scratch.dx, target + row * iw + 2 * ow, target + (row + 1) * iw, 0);
                }
            }
            Arrays.fill(scratch.dx, target + 2 * oh * iw, target + ih * iw, 0);
        }
    }

    private void windows(double[] dy, int source, double[] dx, int target) {
        int last = ow - LANES;
        int rows = oh;
        int j = 0;
        while (rows != 0) {
            // Adding 0 turns -0 into the +0 that a sum of gradients begins with.
            DoubleVector share =
                    DoubleVector.fromArray(F64, dy, source + j).mul(0.25).add(0);
            DoubleVector low = SimdPoolLanes.lowTwice(share);
            DoubleVector high = SimdPoolLanes.highTwice(share);
            int upper = target + 2 * j;
            int lower = upper + iw;
            low.intoArray(dx, upper);
            high.intoArray(dx, upper + LANES);
            low.intoArray(dx, lower);
            high.intoArray(dx, lower + LANES);
            if (j == last) {
                j = 0;
                rows--;
                source += ow;
                target += 2 * iw;
            } else {
                j = Math.min(j + LANES, last);
            }
        }
    }
}
