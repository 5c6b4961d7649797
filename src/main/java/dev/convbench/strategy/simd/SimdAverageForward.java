package dev.convbench.strategy.simd;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.simd.Species;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Average pooling, separable: the rows of a window are added up first, then its columns, kh + kw additions instead of
 * kh·kw.
 *
 * <p>For each output row, a line of column sums Σ_r x[i·sh − padTop + r][·] with zeros for the padding on both sides; then
 * y[j] = Σ_s line[j·sw + s] / divisor(i, j). With stride 1 the second sum is vectorised over j; otherwise the window sums
 * of all columns are, and every sw-th is taken. Sums run over the window's own pixels only, never as differences of running
 * sums, so a non-finite pixel stays in its windows.
 */
final class SimdAverageForward implements PoolKernel {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    private final PoolShape shape;
    private final SimdPoolChunks chunks;
    private final int oh;
    private final int ow;
    private final int lineLength;
    private final int sumLength;

    /** Divisors of a row whose windows have one row of cells; times the rows of cells gives the divisor. */
    private final double[] columnCells;

    private final int[] rowCells;

    SimdAverageForward(PoolShape shape) {
        this.shape = shape;
        chunks = new SimdPoolChunks(shape);
        oh = shape.oh();
        ow = shape.ow();
        sumLength = (ow - 1) * shape.sw() + 1;
        lineLength = Math.max(shape.padLeft() + shape.iw(), sumLength + shape.kw() + LANES);
        columnCells = AverageCells.columns(shape);
        rowCells = AverageCells.rows(shape);
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public int laneLength() {
        return lineLength + sumLength + LANES;
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        double[] buffer = scratch.lane(lane);
        Arrays.fill(buffer, 0, lineLength, 0);
        for (int plane = chunks.begin(chunk); plane < chunks.end(chunk); plane++) {
            for (int i = 0; i < oh; i++) {
                int yAt = (plane * oh + i) * ow;
                if (addRows(scratch.x, plane * shape.ih() * shape.iw(), i, buffer)) {
                    addColumns(buffer, scratch.y, yAt, rowCells[i]);
                } else {
                    Arrays.fill(scratch.y, yAt, yAt + ow, 0);
                }
            }
        }
    }

    /** Sums the rows of a window into the line; false if the window has none. */
    private boolean addRows(double[] x, int source, int i, double[] line) {
        int top = i * shape.sh() - shape.padTop();
        int first = Math.max(0, top);
        int end = Math.min(shape.ih(), top + shape.kh());
        if (first >= end) {
            return false;
        }
        int iw = shape.iw();
        System.arraycopy(x, source + first * iw, line, shape.padLeft(), iw);
        for (int row = first + 1; row < end; row++) {
            Rows.add(x, source + row * iw, line, shape.padLeft(), iw);
        }
        return true;
    }

    private void addColumns(double[] line, double[] y, int yAt, int cellsOfRows) {
        if (cellsOfRows == 0) {
            Arrays.fill(y, yAt, yAt + ow, 0);
            return;
        }
        int sums = lineLength;
        for (int t = 0; t < sumLength; t += LANES) {
            DoubleVector sum = DoubleVector.fromArray(SPECIES, line, t);
            for (int s = 1; s < shape.kw(); s++) {
                sum = sum.add(DoubleVector.fromArray(SPECIES, line, t + s));
            }
            sum.intoArray(line, sums + t);
        }
        int sw = shape.sw();
        for (int j = 0; j < ow; j++) {
            y[yAt + j] = line[sums + j * sw] / (cellsOfRows * columnCells[j]);
        }
    }
}
