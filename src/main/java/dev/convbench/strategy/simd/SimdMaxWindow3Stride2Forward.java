package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.INDEX_ZERO;
import static dev.convbench.strategy.simd.SimdPoolLanes.IN_ORDER;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANE_0;
import static dev.convbench.strategy.simd.SimdPoolLanes.ODD_LANES;
import static dev.convbench.strategy.simd.SimdPoolLanes.PAIR_BEFORE;
import static dev.convbench.strategy.simd.SimdPoolLanes.SWAP;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/**
 * Max pooling by 3x3 windows with stride 2, the pool of ResNet and AlexNet: y(i, j) = max of x(2i − padTop + r, 2j − padLeft
 * + s), r, s in {0, 1, 2}, and where it stands.
 *
 * <p>Layout: NCHW, read in place. A tile is LANES windows of two output rows, for which five input rows are loaded once and
 * the third serves both: 5 · 2 comparisons along rows and 2 · 2 across them, 7 a window where 6 is the least and 8 the plain
 * way. Rows come first, which keeps ties in row-major order. Row maxima stay in registers: {@link SimdMaxForward}, which keeps
 * them in a buffer, takes about twice as long. The code of a tile calls the Vector API only: beyond some 18,000 nodes C2 does
 * not inline methods of ours any more, and vectors would go through the heap.
 *
 * <p>Reading ahead: five rows side by side are a pattern that prefetchers do not follow. If x is larger than a core's caches,
 * each tile reads one element of each cache line of its share of the next four rows; without, data beyond L2 took up to three
 * times as long. What is read goes into the sum below, so that the reads are not removed.
 *
 * <p>Order of lanes: of 2·LANES neighbours the first and the second of each pair are wanted. Natural order takes two
 * permutations and a blend for each of them; one permutation and a blend do if the windows may stand in the order 0, L/2, 1,
 * L/2 + 1, … ({@link SimdPoolLanes#pairFirsts}); only results are put in order. A window's left column is the right one of
 * the window before: a rotation of that vector and one scalar.
 *
 * <p>Not-a-number: a NaN needs a second comparison for each of the seven and makes the kernel half as slow again. So
 * windows are compared as if there were none, while all pixels are added up; where the sum is NaN, which takes a NaN or
 * infinities of both signs, {@link SimdMaxForward} does the plane again.
 *
 * <p>Padding: rows outside the plane are replaced by the nearest row, which is in the window too, and with the same index. A
 * left column outside is −∞; its index is that of the first pixel, for windows of −∞ alone. The last vector of a row
 * is moved left to end with the row, the last pair of rows up: their windows are computed twice.
 */
final class SimdMaxWindow3Stride2Forward implements PoolKernel {
    private static final int ROWS = 5;

    /** Doubles in a cache line. */
    private static final int LINE = 8;

    /** 2 MiB of doubles: more than the L2 of most cores. */
    private static final int LARGE = 1 << 18;

    /** Left columns of the windows in their order of lanes; from 0 on with the first window's column in the padding. */
    private static final double[] COLUMNS = columns();

    private final SimdPoolChunks chunks;
    /** What windows with NaN are left to. */
    private final SimdMaxForward anyValues;

    private final int ih;
    private final int iw;
    private final int oh;
    private final int ow;
    /** Whether x is beyond the caches of one core. */
    private final boolean large;

    private final int padTop;
    private final int padLeft;

    SimdMaxWindow3Stride2Forward(PoolShape shape) {
        chunks = new SimdPoolChunks(shape);
        anyValues = new SimdMaxForward(shape);
        ih = shape.ih();
        iw = shape.iw();
        oh = shape.oh();
        ow = shape.ow();
        large = shape.xLength() > LARGE;
        padTop = shape.padTop();
        padLeft = shape.padLeft();
    }

    /** Whether windows are of this size, every one has a pixel row, and none a column of padding but the first. */
    static boolean fits(PoolShape shape) {
        return shape.kh() == 3
                && shape.kw() == 3
                && shape.sh() == 2
                && shape.sw() == 2
                && shape.dh() == 1
                && shape.dw() == 1
                && shape.padTop() <= 2
                && shape.padLeft() <= 1
                && shape.oh() >= 2
                && 2 * shape.oh() - 2 - shape.padTop() < shape.ih()
                && shape.ow() >= LANES
                && 2 * shape.ow() - shape.padLeft() < shape.iw();
    }

    private static double[] columns() {
        double[] columns = new double[2 * LANES];
        for (int lane = 0; lane < LANES; lane++) {
            columns[lane] = 2 * (lane / 2 + lane % 2 * (LANES / 2));
            columns[LANES + lane] = columns[lane];
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
        return anyValues.laneLength();
    }

    @Override
    public int indexLaneLength() {
        return Math.max(ROWS, anyValues.indexLaneLength());
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        int end = chunks.end(chunk);
        for (int plane = chunks.begin(chunk); plane < end; plane++) {
            if (!plane(plane, scratch, lane)) {
                anyValues.plane(plane, end, scratch, lane);
            }
        }
    }

    /** Pools one plane; false if it may hold a NaN, and the results may be wrong. */
    private boolean plane(int plane, PoolScratch scratch, int lane) {
        int[] rows = scratch.indexLane(lane);
        int origin = plane * ih * iw - padLeft;
        for (int i = 0; i < oh; i += 2) {
            int upper = Math.min(i, oh - 2);
            for (int r = 0; r < ROWS; r++) {
                rows[r] = Math.max(0, Math.min(ih - 1, 2 * upper - padTop + r)) * iw;
            }
            int target = (plane * oh + upper) * ow;
            if (!twoRows(scratch.x, origin, rows, scratch.y, scratch.argmax, target)) {
                return false;
            }
        }
        return true;
    }

    private boolean twoRows(double[] x, int origin, int[] rows, double[] y, int[] argmax, int target) {
        double index = INDEX_ZERO + rows[0] - padLeft;
        int r0 = origin + rows[0] + 1;
        int r1 = origin + rows[1] + 1;
        int r2 = origin + rows[2] + 1;
        int r3 = origin + rows[3] + 1;
        int r4 = origin + rows[4] + 1;
        double to1 = rows[1] - rows[0];
        double to2 = rows[2] - rows[0];
        double to3 = rows[3] - rows[0];
        double to4 = rows[4] - rows[0];
        double k0 = padLeft == 0 ? x[r0 - 1] : Double.NEGATIVE_INFINITY;
        double k1 = padLeft == 0 ? x[r1 - 1] : Double.NEGATIVE_INFINITY;
        double k2 = padLeft == 0 ? x[r2 - 1] : Double.NEGATIVE_INFINITY;
        double k3 = padLeft == 0 ? x[r3 - 1] : Double.NEGATIVE_INFINITY;
        double k4 = padLeft == 0 ? x[r4 - 1] : Double.NEGATIVE_INFINITY;
        DoubleVector sum = DoubleVector.broadcast(F64, padLeft == 0 ? k0 + k1 + k2 + k3 + k4 : 0);
        int columns = padLeft == 0 ? LANES : 0;
        double ahead = 0;
        int last = ow - LANES;
        int j = 0;
        while (true) {
            int c = 2 * j;
            if (large) {
                int next = Math.min(r4 + iw + 4 * c, x.length - LINE * LANES);
                for (int line = 0; line < LANES; line++) {
                    ahead += x[next + LINE * line];
                }
            }
            DoubleVector second = DoubleVector.fromArray(F64, COLUMNS, LANES).add(index + (c + 1));
            DoubleVector third = second.add(1);
            DoubleVector first = DoubleVector.fromArray(F64, COLUMNS, columns).add(index + c);
            DoubleVector low;
            DoubleVector high;
            DoubleVector middle;
            DoubleVector right;
            DoubleVector best;
            DoubleVector at;
            VectorMask<Double> mask;
            low = DoubleVector.fromArray(F64, x, r0 + c);
            high = DoubleVector.fromArray(F64, x, r0 + c + LANES);
            sum = sum.add(low).add(high);
            middle = low.blend(high.rearrange(SWAP), ODD_LANES);
            right = low.rearrange(SWAP).blend(high, ODD_LANES);
            best = right.rearrange(PAIR_BEFORE).blend(k0, LANE_0);
            mask = middle.compare(GT, best);
            best = best.blend(middle, mask);
            at = first.blend(second, mask);
            mask = right.compare(GT, best);
            DoubleVector best0 = best.blend(right, mask);
            DoubleVector at0 = at.blend(third, mask);
            low = DoubleVector.fromArray(F64, x, r1 + c);
            high = DoubleVector.fromArray(F64, x, r1 + c + LANES);
            sum = sum.add(low).add(high);
            middle = low.blend(high.rearrange(SWAP), ODD_LANES);
            right = low.rearrange(SWAP).blend(high, ODD_LANES);
            best = right.rearrange(PAIR_BEFORE).blend(k1, LANE_0);
            mask = middle.compare(GT, best);
            best = best.blend(middle, mask);
            at = first.blend(second, mask);
            mask = right.compare(GT, best);
            DoubleVector best1 = best.blend(right, mask);
            DoubleVector at1 = at.blend(third, mask).add(to1);
            low = DoubleVector.fromArray(F64, x, r2 + c);
            high = DoubleVector.fromArray(F64, x, r2 + c + LANES);
            sum = sum.add(low).add(high);
            middle = low.blend(high.rearrange(SWAP), ODD_LANES);
            right = low.rearrange(SWAP).blend(high, ODD_LANES);
            best = right.rearrange(PAIR_BEFORE).blend(k2, LANE_0);
            mask = middle.compare(GT, best);
            best = best.blend(middle, mask);
            at = first.blend(second, mask);
            mask = right.compare(GT, best);
            DoubleVector best2 = best.blend(right, mask);
            DoubleVector at2 = at.blend(third, mask).add(to2);
            low = DoubleVector.fromArray(F64, x, r3 + c);
            high = DoubleVector.fromArray(F64, x, r3 + c + LANES);
            sum = sum.add(low).add(high);
            middle = low.blend(high.rearrange(SWAP), ODD_LANES);
            right = low.rearrange(SWAP).blend(high, ODD_LANES);
            best = right.rearrange(PAIR_BEFORE).blend(k3, LANE_0);
            mask = middle.compare(GT, best);
            best = best.blend(middle, mask);
            at = first.blend(second, mask);
            mask = right.compare(GT, best);
            DoubleVector best3 = best.blend(right, mask);
            DoubleVector at3 = at.blend(third, mask).add(to3);
            low = DoubleVector.fromArray(F64, x, r4 + c);
            high = DoubleVector.fromArray(F64, x, r4 + c + LANES);
            sum = sum.add(low).add(high);
            middle = low.blend(high.rearrange(SWAP), ODD_LANES);
            right = low.rearrange(SWAP).blend(high, ODD_LANES);
            best = right.rearrange(PAIR_BEFORE).blend(k4, LANE_0);
            mask = middle.compare(GT, best);
            best = best.blend(middle, mask);
            at = first.blend(second, mask);
            mask = right.compare(GT, best);
            DoubleVector best4 = best.blend(right, mask);
            DoubleVector at4 = at.blend(third, mask).add(to4);
            mask = best1.compare(GT, best0);
            best = best0.blend(best1, mask);
            at = at0.blend(at1, mask);
            mask = best2.compare(GT, best);
            best.blend(best2, mask).rearrange(IN_ORDER).intoArray(y, target + j);
            SimdPoolLanes.storeIndices(at.blend(at2, mask).rearrange(IN_ORDER), argmax, target + j);
            mask = best3.compare(GT, best2);
            best = best2.blend(best3, mask);
            at = at2.blend(at3, mask);
            mask = best4.compare(GT, best);
            best.blend(best4, mask).rearrange(IN_ORDER).intoArray(y, target + ow + j);
            SimdPoolLanes.storeIndices(at.blend(at4, mask).rearrange(IN_ORDER), argmax, target + ow + j);
            if (j == last) {
                sum = sum.add(ahead);
                return !sum.compare(NE, sum).anyTrue();
            }
            j = Math.min(j + LANES, last);
            c = 2 * j - 1;
            k0 = x[r0 + c];
            k1 = x[r1 + c];
            k2 = x[r2 + c];
            k3 = x[r3 + c];
            k4 = x[r4 + c];
            columns = LANES;
        }
    }
}
