package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;

import dev.convbench.op.PoolShape;
import jdk.incubator.vector.DoubleVector;

/**
 * The inner loop of average pooling, both passes: out[j] = 0 + source[o₀ + j] + source[o₁ + j] + …, in the order of the
 * offsets, which is the order of the reference, so that results are equal bit for bit.
 *
 * <p>Four vectors at a time: enough chains of additions to hide their latency (3 or 4 cycles, two adders), and one read of
 * an offset serves four loads. The last four are moved left where the rest is fewer: sums computed twice cost less than
 * vectors one by one.
 */
final class SimdPoolSums {
    private static final int BLOCK = 4 * LANES;

    /** What ends a list of offsets. */
    static final int END = -1;

    private SimdPoolSums() {}

    /**
     * Sums.
     *
     * @param source what is summed; nothing of it is in what {@code out} receives
     * @param offsets a list of offsets into it, closed by {@link #END}
     * @param list where the list begins
     * @param from the first j, a multiple of the lane count away from {@code to}
     * @param to the j after the last
     * @param out receives the sums
     * @param target where out[j = 0] stands
     */
    static void sum(double[] source, int[] offsets, int list, int from, int to, double[] out, int target) {
        int j = from;
        if (to - j >= BLOCK) {
            int last = to - BLOCK;
            while (j < last) {
                block(source, offsets, list, j, out, target + j);
                j += BLOCK;
            }
            block(source, offsets, list, last, out, target + last);
            return;
        }
        while (j != to) {
            vector(source, offsets, list, j, out, target + j);
            j += LANES;
        }
    }

    private static void block(double[] source, int[] offsets, int list, int j, double[] out, int target) {
        DoubleVector sum0 = DoubleVector.broadcast(F64, 0.0);
        DoubleVector sum1 = DoubleVector.broadcast(F64, 0.0);
        DoubleVector sum2 = DoubleVector.broadcast(F64, 0.0);
        DoubleVector sum3 = DoubleVector.broadcast(F64, 0.0);
        int k = list;
        for (int offset = offsets[k]; offset != END; offset = offsets[k]) {
            int at = offset + j;
            sum0 = sum0.add(DoubleVector.fromArray(F64, source, at));
            sum1 = sum1.add(DoubleVector.fromArray(F64, source, at + LANES));
            sum2 = sum2.add(DoubleVector.fromArray(F64, source, at + 2 * LANES));
            sum3 = sum3.add(DoubleVector.fromArray(F64, source, at + 3 * LANES));
            k++;
        }
        sum0.intoArray(out, target);
        sum1.intoArray(out, target + LANES);
        sum2.intoArray(out, target + 2 * LANES);
        sum3.intoArray(out, target + 3 * LANES);
    }

    private static void vector(double[] source, int[] offsets, int list, int j, double[] out, int target) {
        DoubleVector sum = DoubleVector.broadcast(F64, 0.0);
        int k = list;
        for (int offset = offsets[k]; offset != END; offset = offsets[k]) {
            sum = sum.add(DoubleVector.fromArray(F64, source, offset + j));
            k++;
        }
        sum.intoArray(out, target);
    }

    /** out[j] = values[j] / (columns[j]·rows) for whole vectors. */
    static void divide(
            double[] values, int at, double[] columns, int from, int to, double rows, double[] out, int target) {
        int j = from;
        while (j != to) {
            DoubleVector divisor = DoubleVector.fromArray(F64, columns, j).mul(rows);
            DoubleVector.fromArray(F64, values, at + j).div(divisor).intoArray(out, target + j);
            j += LANES;
        }
    }

    /** How many rows of window row i count, at least 1: a window that counts nothing has the sum 0. */
    static int countedRows(PoolShape shape, int i) {
        return Math.max(1, shape.countedRows(i));
    }

    /** How many columns of each window column count, at least 1; 1 up to the length asked for. */
    static double[] countedColumns(PoolShape shape, int length) {
        double[] columns = new double[length];
        for (int j = 0; j < length; j++) {
            columns[j] = j < shape.ow() ? Math.max(1, shape.countedColumns(j)) : 1;
        }
        return columns;
    }
}
