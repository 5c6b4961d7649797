package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;

import dev.convbench.op.PoolShape;
import jdk.incubator.vector.DoubleVector;

/**
 * Sums over 3x3 neighbours with stride 1, the inner loop of both passes of that average pooling: out(i, j) = Σ over r, s in {0,
 * 1, 2} of lines(i + r, j + s), in row-major order, beginning with +0.
 *
 * <p>Lines stand in a lane buffer, padded by zeros, so each term is a load. A tile is a vector of two rows: the six loads of
 * the two lines that both rows need serve both, 12 for 18 additions. Loads set the pace, since most of them cross a cache
 * line.
 */
final class SimdAverageLines3 {
    /** 32 KiB of doubles, beside as much of lines in a quarter of the smallest L2. */
    private static final int MOST_PIXELS = 4096;

    private SimdAverageLines3() {}

    /** Whether a shape's windows are of this size, padded by less than their extent, and rows hold a vector. */
    static boolean fits(PoolShape shape) {
        return !shape.isMax()
                && shape.kh() == 3
                && shape.kw() == 3
                && shape.sh() == 1
                && shape.sw() == 1
                && shape.dh() == 1
                && shape.dw() == 1
                && Math.max(shape.padTop(), shape.padBottom()) <= 2
                && Math.max(shape.padLeft(), shape.padRight()) <= 2
                && Math.min(shape.ih(), shape.oh()) >= 2
                && Math.min(shape.iw(), shape.ow()) >= LANES
                && shape.ih() * shape.iw() <= MOST_PIXELS;
    }

    /** Sums lines that begin at line0 … line3, three by three, into two rows of {@code width} at {@code target}. */
    static void twoRows(
            double[] lines, int line0, int line1, int line2, int line3, double[] out, int target, int width) {
        int last = width - LANES;
        int j = 0;
        while (true) {
            DoubleVector a = DoubleVector.fromArray(F64, lines, line1 + j);
            DoubleVector b = DoubleVector.fromArray(F64, lines, line1 + j + 1);
            DoubleVector c = DoubleVector.fromArray(F64, lines, line1 + j + 2);
            DoubleVector d = DoubleVector.fromArray(F64, lines, line2 + j);
            DoubleVector e = DoubleVector.fromArray(F64, lines, line2 + j + 1);
            DoubleVector f = DoubleVector.fromArray(F64, lines, line2 + j + 2);
            DoubleVector upper = DoubleVector.fromArray(F64, lines, line0 + j)
                    .add(0)
                    .add(DoubleVector.fromArray(F64, lines, line0 + j + 1))
                    .add(DoubleVector.fromArray(F64, lines, line0 + j + 2));
            upper = upper.add(a).add(b).add(c).add(d).add(e).add(f);
            DoubleVector lower = a.add(0).add(b).add(c).add(d).add(e).add(f);
            lower = lower.add(DoubleVector.fromArray(F64, lines, line3 + j))
                    .add(DoubleVector.fromArray(F64, lines, line3 + j + 1))
                    .add(DoubleVector.fromArray(F64, lines, line3 + j + 2));
            upper.intoArray(out, target + j);
            lower.intoArray(out, target + width + j);
            if (j == last) {
                return;
            }
            j = Math.min(j + LANES, last);
        }
    }

    /** target[to + j] = source[from + j] / (columns[j]·rows) for j < width, which both stand apart. */
    static void divide(double[] source, int from, double[] columns, double rows, double[] target, int to, int width) {
        int last = width - LANES;
        int j = 0;
        while (true) {
            DoubleVector divisor = DoubleVector.fromArray(F64, columns, j).mul(rows);
            DoubleVector.fromArray(F64, source, from + j).div(divisor).intoArray(target, to + j);
            if (j == last) {
                return;
            }
            j = Math.min(j + LANES, last);
        }
    }
}
