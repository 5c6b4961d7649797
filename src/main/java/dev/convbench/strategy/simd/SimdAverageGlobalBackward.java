package dev.convbench.strategy.simd;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;

/** Gradient of an average over whole planes: every pixel of a plane gets dy over the window's divisor. */
final class SimdAverageGlobalBackward implements PoolKernel {
    private final SimdPoolChunks chunks;
    private final int pixels;
    private final double divisor;

    SimdAverageGlobalBackward(PoolShape shape) {
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
        for (int plane = chunks.begin(chunk); plane < chunks.end(chunk); plane++) {
            double share = 0 + scratch.dy[plane] / divisor;
            Arrays.fill(scratch.dx, plane * pixels, (plane + 1) * pixels, share);
        }
    }
}
