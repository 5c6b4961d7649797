package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.INDEX_ZERO;
import static dev.convbench.strategy.simd.SimdPoolLanes.IOTA;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/**
 * Max pooling by 2x2 windows with stride 2 and no padding: y(i, j) = max of x(2i + r, 2j + s), r, s in {0, 1}, and where it
 * stands.
 *
 * <p>Layout: NCHW. A tile is LANES windows of one row: two loads from each of two input rows, de-interleaved into even and
 * odd columns in registers; left against right within each row, then the upper row against the lower, which keeps the
 * order of ties. Nothing is stored but results.
 *
 * <p>The vectors of a plane are one loop that steps from row to row by itself: a loop for each row would be split by C2
 * into a first, a main and a last part, which costs as much as two vectors, and a row of CIFAR-10 has only two. The last
 * vector of a row may overrun into the next row of y, which is written later; rows from which it would leave the chunk end
 * in single windows.
 */
final class SimdMaxTile2Forward implements PoolKernel {
    private static final DoubleVector EVEN_COLUMNS = IOTA.mul(2);

    private final SimdPoolChunks chunks;
    private final int ih;
    private final int iw;
    private final int oh;
    private final int ow;

    SimdMaxTile2Forward(PoolShape shape) {
        chunks = new SimdPoolChunks(shape);
        ih = shape.ih();
        iw = shape.iw();
        oh = shape.oh();
        ow = shape.ow();
    }

    /** Whether every window is two by two pixels, side by side. */
    static boolean fits(PoolShape shape) {
        return shape.kh() == 2
                && shape.kw() == 2
                && shape.sh() == 2
                && shape.sw() == 2
                && shape.dh() == 1
                && shape.dw() == 1
                && shape.padTop() == 0
                && shape.padLeft() == 0
                && 2 * shape.oh() <= shape.ih()
                && 2 * shape.ow() <= shape.iw();
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        int end = chunks.end(chunk);
        int full = SimdPoolLanes.roundUp(ow);
        for (int plane = chunks.begin(chunk); plane < end; plane++) {
            int source = plane * ih * iw;
            int target = plane * oh * ow;
            int rows = Math.min(
                    rowsWithRoom(end * oh * ow - target, ow, full),
                    rowsWithRoom(scratch.x.length - source - iw, 2 * iw, 2 * full));
            vectors(scratch.x, source, scratch.y, scratch.argmax, target, Math.min(oh, rows));
            for (int i = Math.max(0, Math.min(oh, rows)); i < oh; i++) {
                windows(scratch.x, source, i, scratch.y, scratch.argmax, target + i * ow);
            }
        }
    }

    /** How many rows of a pitch can be read or written up to {@code full} without leaving {@code room}. */
    private static int rowsWithRoom(int room, int pitch, int full) {
        return room < full ? 0 : (room - full) / pitch + 1;
    }

    private void vectors(double[] x, int source, double[] y, int[] argmax, int target, int rows) {
        DoubleVector upperLeft = DoubleVector.zero(F64);
        DoubleVector upperRight = DoubleVector.broadcast(F64, 1);
        DoubleVector lowerLeft = DoubleVector.broadcast(F64, iw);
        DoubleVector lowerRight = DoubleVector.broadcast(F64, iw + 1);
        int perRow = SimdPoolLanes.roundUp(ow) / LANES;
        int left = perRow;
        double index = INDEX_ZERO;
        for (int vector = rows * perRow; vector > 0; vector--) {
            DoubleVector a = DoubleVector.fromArray(F64, x, source);
            DoubleVector b = DoubleVector.fromArray(F64, x, source + LANES);
            DoubleVector c = DoubleVector.fromArray(F64, x, source + iw);
            DoubleVector d = DoubleVector.fromArray(F64, x, source + iw + LANES);
            DoubleVector upper = SimdPoolLanes.evens(a, b);
            DoubleVector right = SimdPoolLanes.odds(a, b);
            VectorMask<Double> mask = SimdPoolLanes.wins(right, upper);
            upper = upper.blend(right, mask);
            DoubleVector upperTap = upperLeft.blend(upperRight, mask);
            DoubleVector lower = SimdPoolLanes.evens(c, d);
            right = SimdPoolLanes.odds(c, d);
            mask = SimdPoolLanes.wins(right, lower);
            lower = lower.blend(right, mask);
            DoubleVector lowerTap = lowerLeft.blend(lowerRight, mask);
            mask = SimdPoolLanes.wins(lower, upper);
            upper.blend(lower, mask).intoArray(y, target);
            DoubleVector at = EVEN_COLUMNS.add(index).add(upperTap.blend(lowerTap, mask));
            SimdPoolLanes.storeIndices(at, argmax, target);
            source += 2 * LANES;
            target += LANES;
            index += 2 * LANES;
            if (--left == 0) {
                left = perRow;
                int skip = 2 * (iw - perRow * LANES);
                source += skip;
                index += skip;
                target += ow - perRow * LANES;
            }
        }
    }

    private void windows(double[] x, int source, int i, double[] y, int[] argmax, int target) {
        for (int j = 0; j < ow; j++) {
            int first = 2 * (i * iw + j);
            int best = better(x, source, first, first + 1);
            best = better(x, source, best, first + iw);
            best = better(x, source, best, first + iw + 1);
            y[target + j] = x[source + best];
            argmax[target + j] = best;
        }
    }

    private static int better(double[] x, int source, int best, int candidate) {
        double value = x[source + candidate];
        return value > x[source + best] || Double.isNaN(value) ? candidate : best;
    }
}
