package dev.convbench.strategy.simd;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;

/**
 * Gradient of average pooling by 3x3 windows with stride 1: dx(a, b) = Σ of dy(i, j) / divisor(i, j) over the windows that hold
 * the pixel, i = a + padTop − 2 … a + padTop and j = b + padLeft − 2 … b + padLeft.
 *
 * <p>Layout: NCHW. The shares of a plane stand in lines with zeros around them, one line of zeros for all window rows outside;
 * {@link SimdAverageLines3} then gathers two rows of dx at a time, in the order in which the reference adds.
 */
final class SimdAverageWindow3Backward implements PoolKernel {
    private final PoolShape shape;
    private final SimdPoolChunks chunks;
    private final int ih;
    private final int iw;
    private final int oh;
    private final int ow;
    private final int pitch;
    private final double[] columns;

    SimdAverageWindow3Backward(PoolShape shape) {
        this.shape = shape;
        chunks = new SimdPoolChunks(shape);
        ih = shape.ih();
        iw = shape.iw();
        oh = shape.oh();
        ow = shape.ow();
        pitch = iw + 2;
        columns = SimdPoolSums.countedColumns(shape, ow);
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public int laneLength() {
        return (oh + 1) * pitch;
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        double[] lines = scratch.lane(lane);
        Arrays.fill(lines, 0, laneLength(), 0);
        for (int plane = chunks.begin(chunk); plane < chunks.end(chunk); plane++) {
            for (int i = 0; i < oh; i++) {
                double counted = SimdPoolSums.countedRows(shape, i);
                int line = i * pitch + 2 - shape.padLeft();
                SimdAverageLines3.divide(scratch.dy, (plane * oh + i) * ow, columns, counted, lines, line, ow);
            }
            for (int a = 0; a < ih; a += 2) {
                int upper = Math.min(a, ih - 2);
                int top = upper + shape.padTop() - 2;
                SimdAverageLines3.twoRows(
                        lines,
                        line(top),
                        line(top + 1),
                        line(top + 2),
                        line(top + 3),
                        scratch.dx,
                        (plane * ih + upper) * iw,
                        iw);
            }
        }
    }

    private int line(int i) {
        return (i >= 0 && i < oh ? i : oh) * pitch;
    }
}
