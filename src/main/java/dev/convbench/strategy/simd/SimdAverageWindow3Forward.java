package dev.convbench.strategy.simd;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;

/**
 * Average pooling by 3x3 windows with stride 1: y(i, j) = Σ over r, s of x(i − padTop + r, j − padLeft + s), divided by the cells
 * of the window that count.
 *
 * <p>Layout: NCHW. A plane is copied into lines with zeros around them, one line of zeros stands for all rows outside; then
 * {@link SimdAverageLines3} sums two rows at a time behind them, which are divided on their way to y. Equal to the reference bit for
 * bit: the order is its own, and adding +0 to a sum that began with +0 changes nothing.
 */
final class SimdAverageWindow3Forward implements PoolKernel {
    private final PoolShape shape;
    private final SimdPoolChunks chunks;
    private final int oh;
    private final int ow;
    private final int pitch;
    private final double[] columns;

    SimdAverageWindow3Forward(PoolShape shape) {
        this.shape = shape;
        chunks = new SimdPoolChunks(shape);
        oh = shape.oh();
        ow = shape.ow();
        pitch = ow + 2;
        columns = SimdPoolSums.countedColumns(shape, ow);
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public int laneLength() {
        return (shape.ih() + 1) * pitch + 2 * ow;
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        double[] lines = scratch.lane(lane);
        Arrays.fill(lines, 0, laneLength(), 0);
        for (int plane = chunks.begin(chunk); plane < chunks.end(chunk); plane++) {
            int iw = shape.iw();
            for (int row = 0; row < shape.ih(); row++) {
                int source = (plane * shape.ih() + row) * iw;
                System.arraycopy(scratch.x, source, lines, row * pitch + shape.padLeft(), iw);
            }
            for (int i = 0; i < oh; i += 2) {
                int upper = Math.min(i, oh - 2);
                rows(lines, upper, scratch.y, (plane * oh + upper) * ow);
            }
        }
    }

    private void rows(double[] lines, int i, double[] y, int target) {
        int top = i - shape.padTop();
        int sums = (shape.ih() + 1) * pitch;
        SimdAverageLines3.twoRows(lines, line(top), line(top + 1), line(top + 2), line(top + 3), lines, sums, ow);
        divide(lines, sums, i, y, target);
        divide(lines, sums + ow, i + 1, y, target + ow);
    }

    private void divide(double[] lines, int sums, int i, double[] y, int target) {
        SimdAverageLines3.divide(lines, sums, columns, SimdPoolSums.countedRows(shape, i), y, target, ow);
    }

    private int line(int row) {
        return (row >= 0 && row < shape.ih() ? row : shape.ih()) * pitch;
    }
}
