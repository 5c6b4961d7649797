package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.INDEX_ZERO;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/**
 * Max pooling by 3x3 windows with stride 1, the pool of GoogLeNet's inception modules: y(i, j) = max of x(i − padTop + r, j −
 * padLeft + s), r, s in {0, 1, 2}, and where it stands.
 *
 * <p>Layout: NCHW. Each plane is copied into lines with a column of −∞ on each side (planes with this pool are small: at most
 * {@link #MOST_PIXELS}, so the copy stays in L2); then every tap is a load. A tile is LANES windows of two rows: the maxima of
 * four input rows, of which the middle two are compared once for both, 4 · 2 + 3 comparisons for two vectors instead of 16.
 * Rows come first, which keeps ties in row-major order; that max(a, max(b, c)) may stand for max(max(a, b), c) holds for the
 * index too, since the first of equals wins in both.
 *
 * <p>Not-a-number, rows outside the plane and the ends of rows are treated as in {@link SimdMaxWindow3Stride2Forward}: the sum
 * of all pixels, taken while copying, tells whether {@link SimdMaxForward} must do the plane.
 */
final class SimdMaxWindow3Stride1Forward implements PoolKernel {
    private static final int ROWS = 4;

    /** 32 KiB of doubles, beside as much of lines in a quarter of the smallest L2. */
    private static final int MOST_PIXELS = 4096;

    /** Left columns of the windows; from 0 on with the first window's column in the padding. */
    private static final double[] COLUMNS = columns();

    private final SimdPoolChunks chunks;
    /** What planes with NaN are left to. */
    private final SimdMaxForward anyValues;

    private final int ih;
    private final int iw;
    private final int oh;
    private final int ow;
    private final int padTop;
    private final int padLeft;
    private final int pitch;

    SimdMaxWindow3Stride1Forward(PoolShape shape) {
        chunks = new SimdPoolChunks(shape);
        anyValues = new SimdMaxForward(shape);
        ih = shape.ih();
        iw = shape.iw();
        oh = shape.oh();
        ow = shape.ow();
        padTop = shape.padTop();
        padLeft = shape.padLeft();
        pitch = iw + 2;
    }

    /** Whether windows are of this size, every one has a pixel row, and none more than one column of padding. */
    static boolean fits(PoolShape shape) {
        return shape.kh() == 3
                && shape.kw() == 3
                && shape.sh() == 1
                && shape.sw() == 1
                && shape.dh() == 1
                && shape.dw() == 1
                && shape.padTop() <= 2
                && shape.padLeft() <= 1
                && shape.padRight() <= 1
                && shape.oh() >= 2
                && shape.oh() - 1 - shape.padTop() < shape.ih()
                && shape.ow() >= LANES
                && shape.iw() >= LANES
                && shape.ih() * shape.iw() <= MOST_PIXELS;
    }

    private static double[] columns() {
        double[] columns = new double[2 * LANES];
        for (int lane = 0; lane < LANES; lane++) {
            columns[lane] = lane;
            columns[LANES + lane] = lane;
        }
        columns[0] = 1;
        return columns;
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public int laneLength() {
        return Math.max(ih * pitch, anyValues.laneLength());
    }

    @Override
    public int indexLaneLength() {
        return Math.max(ROWS, anyValues.indexLaneLength());
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        int end = chunks.end(chunk);
        double[] lines = scratch.lane(lane);
        Arrays.fill(lines, 0, ih * pitch, Double.NEGATIVE_INFINITY);
        for (int plane = chunks.begin(chunk); plane < end; plane++) {
            if (copy(scratch.x, plane * ih * iw, lines)) {
                plane(plane, scratch, lane);
            } else {
                anyValues.plane(plane, end, scratch, lane);
                Arrays.fill(lines, 0, ih * pitch, Double.NEGATIVE_INFINITY);
            }
        }
    }

    /** Copies a plane between the columns of padding; false if it may hold a NaN. */
    private boolean copy(double[] x, int source, double[] lines) {
        DoubleVector sum = DoubleVector.broadcast(F64, 0.0);
        int last = iw - LANES;
        int rows = ih;
        int target = 1;
        int j = 0;
        while (rows != 0) {
            DoubleVector pixels = DoubleVector.fromArray(F64, x, source + j);
            pixels.intoArray(lines, target + j);
            sum = sum.add(pixels);
            if (j == last) {
                j = 0;
                rows--;
                source += iw;
                target += pitch;
            } else {
                j = Math.min(j + LANES, last);
            }
        }
        return !sum.compare(NE, sum).anyTrue();
    }

    private void plane(int plane, PoolScratch scratch, int lane) {
        int[] rows = scratch.indexLane(lane);
        for (int i = 0; i < oh; i += 2) {
            int upper = Math.min(i, oh - 2);
            for (int r = 0; r < ROWS; r++) {
                rows[r] = Math.max(0, Math.min(ih - 1, upper - padTop + r));
            }
            twoRows(scratch.lane(lane), rows, scratch.y, scratch.argmax, (plane * oh + upper) * ow);
        }
    }

    private void twoRows(double[] lines, int[] rows, double[] y, int[] argmax, int target) {
        double index = INDEX_ZERO + rows[0] * iw - padLeft;
        int r0 = rows[0] * pitch + 1 - padLeft;
        int r1 = rows[1] * pitch + 1 - padLeft;
        int r2 = rows[2] * pitch + 1 - padLeft;
        int r3 = rows[3] * pitch + 1 - padLeft;
        double to1 = (rows[1] - rows[0]) * iw;
        double to2 = (rows[2] - rows[0]) * iw;
        double to3 = (rows[3] - rows[0]) * iw;
        int columns = padLeft == 0 ? LANES : 0;
        int last = ow - LANES;
        int j = 0;
        while (true) {
            DoubleVector second = DoubleVector.fromArray(F64, COLUMNS, LANES).add(index + (j + 1));
            DoubleVector third = second.add(1);
            DoubleVector first = DoubleVector.fromArray(F64, COLUMNS, columns).add(index + j);
            DoubleVector left;
            DoubleVector middle;
            DoubleVector right;
            DoubleVector best;
            DoubleVector at;
            VectorMask<Double> mask;
            left = DoubleVector.fromArray(F64, lines, r0 + j);
            middle = DoubleVector.fromArray(F64, lines, r0 + j + 1);
            right = DoubleVector.fromArray(F64, lines, r0 + j + 2);
            mask = middle.compare(GT, left);
            best = left.blend(middle, mask);
            at = first.blend(second, mask);
            mask = right.compare(GT, best);
            DoubleVector best0 = best.blend(right, mask);
            DoubleVector at0 = at.blend(third, mask);
            left = DoubleVector.fromArray(F64, lines, r1 + j);
            middle = DoubleVector.fromArray(F64, lines, r1 + j + 1);
            right = DoubleVector.fromArray(F64, lines, r1 + j + 2);
            mask = middle.compare(GT, left);
            best = left.blend(middle, mask);
            at = first.blend(second, mask);
            mask = right.compare(GT, best);
            DoubleVector best1 = best.blend(right, mask);
            DoubleVector at1 = at.blend(third, mask).add(to1);
            left = DoubleVector.fromArray(F64, lines, r2 + j);
            middle = DoubleVector.fromArray(F64, lines, r2 + j + 1);
            right = DoubleVector.fromArray(F64, lines, r2 + j + 2);
            mask = middle.compare(GT, left);
            best = left.blend(middle, mask);
            at = first.blend(second, mask);
            mask = right.compare(GT, best);
            DoubleVector best2 = best.blend(right, mask);
            DoubleVector at2 = at.blend(third, mask).add(to2);
            left = DoubleVector.fromArray(F64, lines, r3 + j);
            middle = DoubleVector.fromArray(F64, lines, r3 + j + 1);
            right = DoubleVector.fromArray(F64, lines, r3 + j + 2);
            mask = middle.compare(GT, left);
            best = left.blend(middle, mask);
            at = first.blend(second, mask);
            mask = right.compare(GT, best);
            DoubleVector best3 = best.blend(right, mask);
            DoubleVector at3 = at.blend(third, mask).add(to3);
            mask = best2.compare(GT, best1);
            best = best1.blend(best2, mask);
            at = at1.blend(at2, mask);
            mask = best.compare(GT, best0);
            best0.blend(best, mask).intoArray(y, target + j);
            SimdPoolLanes.storeIndices(at0.blend(at, mask), argmax, target + j);
            mask = best3.compare(GT, best);
            best.blend(best3, mask).intoArray(y, target + ow + j);
            SimdPoolLanes.storeIndices(at.blend(at3, mask), argmax, target + ow + j);
            if (j == last) {
                return;
            }
            j = Math.min(j + LANES, last);
            columns = LANES;
        }
    }
}
