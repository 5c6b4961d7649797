package dev.convbench.strategy.simd;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.simd.Species;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradient of average pooling, separable like {@link SimdAverageForward}: each dy over its divisor is spread over the
 * columns of its window into a line, and the line is added to the rows of the window.
 *
 * <p>The shares dy / divisor of a row are placed at their first column, kw − 1 zeros before them, so that spreading is a
 * sum of kw shifted vectors whatever the stride.
 */
final class SimdAverageBackward implements PoolKernel {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    private final PoolShape shape;
    private final SimdPoolChunks chunks;
    private final int oh;
    private final int ow;
    private final int lineLength;
    private final double[] columnCells;
    private final int[] rowCells;

    SimdAverageBackward(PoolShape shape) {
        this.shape = shape;
        chunks = new SimdPoolChunks(shape);
        oh = shape.oh();
        ow = shape.ow();
        int reach = Math.max((ow - 1) * shape.sw() + 1, shape.padLeft() + shape.iw());
        lineLength = reach + shape.kw() + LANES;
        columnCells = AverageCells.columns(shape);
        rowCells = AverageCells.rows(shape);
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public int laneLength() {
        return 2 * lineLength + LANES;
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        double[] buffer = scratch.lane(lane);
        Arrays.fill(buffer, 0, lineLength, 0);
        int pixels = shape.ih() * shape.iw();
        for (int plane = chunks.begin(chunk); plane < chunks.end(chunk); plane++) {
            Arrays.fill(scratch.dx, plane * pixels, (plane + 1) * pixels, 0);
            for (int i = 0; i < oh; i++) {
                int top = i * shape.sh() - shape.padTop();
                int first = Math.max(0, top);
                int end = Math.min(shape.ih(), top + shape.kh());
                if (first < end) {
                    spreadColumns(scratch.dy, (plane * oh + i) * ow, rowCells[i], buffer);
                    for (int row = first; row < end; row++) {
                        int dxAt = plane * pixels + row * shape.iw();
                        Rows.add(buffer, lineLength + shape.padLeft(), scratch.dx, dxAt, shape.iw());
                    }
                }
            }
        }
    }

    /** Writes, from lineLength on, what every column of the padded row gets. */
    private void spreadColumns(double[] dy, int dyAt, int cellsOfRows, double[] buffer) {
        int sw = shape.sw();
        int kw = shape.kw();
        for (int j = 0; j < ow; j++) {
            buffer[kw - 1 + j * sw] = dy[dyAt + j] / (cellsOfRows * columnCells[j]);
        }
        int width = shape.padLeft() + shape.iw();
        for (int t = 0; t < width; t += LANES) {
            DoubleVector sum = DoubleVector.fromArray(SPECIES, buffer, t);
            for (int s = 1; s < kw; s++) {
                sum = sum.add(DoubleVector.fromArray(SPECIES, buffer, t + s));
            }
            sum.intoArray(buffer, lineLength + t);
        }
    }
}
