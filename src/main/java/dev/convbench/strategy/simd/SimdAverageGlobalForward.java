package dev.convbench.strategy.simd;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;

/**
 * Average pooling of each plane to one value: y = Σ x over the plane, divided by the window's divisor.
 *
 * <p>Layout: NCHW, a plane is one run of ih·iw values. The sum of a plane is taken in order, as the reference does, so it is
 * equal bit for bit; one such sum is bound by the latency of an addition, therefore eight planes are summed side by side,
 * as many as keep two adders busy.
 */
final class SimdAverageGlobalForward implements PoolKernel {
    private static final int SIDE_BY_SIDE = 8;

    private final SimdPoolChunks chunks;
    private final int pixels;
    private final double divisor;

    SimdAverageGlobalForward(PoolShape shape) {
        chunks = new SimdPoolChunks(shape);
        pixels = shape.ih() * shape.iw();
        divisor = shape.averageDivisor(0, 0);
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        int end = chunks.end(chunk);
        int plane = chunks.begin(chunk);
        for (; plane + SIDE_BY_SIDE <= end; plane += SIDE_BY_SIDE) {
            eight(scratch.x, plane * pixels, scratch.y, plane);
        }
        for (; plane < end; plane++) {
            double sum = 0;
            for (int k = 0; k < pixels; k++) {
                sum += scratch.x[plane * pixels + k];
            }
            scratch.y[plane] = sum / divisor;
        }
    }

    private void eight(double[] x, int source, double[] y, int target) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        double sum4 = 0;
        double sum5 = 0;
        double sum6 = 0;
        double sum7 = 0;
        for (int k = source; k < source + pixels; k++) {
            sum0 += x[k];
            sum1 += x[k + pixels];
            sum2 += x[k + 2 * pixels];
            sum3 += x[k + 3 * pixels];
            sum4 += x[k + 4 * pixels];
            sum5 += x[k + 5 * pixels];
            sum6 += x[k + 6 * pixels];
            sum7 += x[k + 7 * pixels];
        }
        y[target] = sum0 / divisor;
        y[target + 1] = sum1 / divisor;
        y[target + 2] = sum2 / divisor;
        y[target + 3] = sum3 / divisor;
        y[target + 4] = sum4 / divisor;
        y[target + 5] = sum5 / divisor;
        y[target + 6] = sum6 / divisor;
        y[target + 7] = sum7 / divisor;
    }
}
