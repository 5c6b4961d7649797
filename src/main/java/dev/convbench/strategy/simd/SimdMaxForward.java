package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.INDEX_ZERO;
import static dev.convbench.strategy.simd.SimdPoolLanes.IOTA;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/**
 * Max pooling of any shape, separable: h(p, j) = max over s of x(p, j·sw − padLeft + s·dw), then y(i, j) = max over r of
 * h(i·sh − padTop + r·dh, j), each with where it stands.
 */
final class SimdMaxForward implements PoolKernel {
    private final PoolShape shape;
    private final SimdPoolChunks chunks;
    private final SimdPoolRows rows;
    private final int ow;
    private final int full;
    private final int slots;
    private final int band;
    /** First pixel column of the windows that begin in the left padding. */
    private final int[] firstTap;
    /** Columns of windows without pixels, in whichever row. */
    private final int[] emptyColumns;

    SimdMaxForward(PoolShape shape) {
        this.shape = shape;
        chunks = new SimdPoolChunks(shape);
        rows = new SimdPoolRows(shape);
        ow = shape.ow();
        full = SimdPoolLanes.roundUp(ow);
        int span = (shape.kh() - 1) * shape.dh() + 1;
        int perRow = shape.sh() * (rows.length() + 2 * full);
        band = Math.max(1, Math.min(shape.oh(), Integer.getInteger("band", 3072) / perRow));
        slots = Math.min(shape.ih(), span + (band - 1) * shape.sh());
        int begins = (int) Math.min(ow, ((long) shape.padLeft() + shape.sw() - 1) / shape.sw());
        firstTap = new int[begins];
        for (int j = 0; j < begins; j++) {
            firstTap[j] = Math.max(0, firstPixel(j) - j * shape.sw() + shape.padLeft());
        }
        emptyColumns = java.util.stream.IntStream.range(0, ow)
                .filter(j -> firstPixel(j) < 0)
                .toArray();
    }

    /** First pixel column of window column j, or −1. */
    private int firstPixel(int j) {
        int start = j * shape.sw() - shape.padLeft();
        int s = start >= 0 ? 0 : (-start + shape.dw() - 1) / shape.dw();
        int column = start + s * shape.dw();
        return s < shape.kw() && column < shape.iw() ? column : -1;
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public int laneLength() {
        return spare() + LANES;
    }

    @Override
    public int indexLaneLength() {
        return 2 * slots + LANES;
    }

    /** Where h of an input row stands: values, and {@link #full} elements later the taps. */
    private int line(int row) {
        return slots * rows.length() + row % slots * 2 * full;
    }

    /** Where the windows of more than three rows are folded. */
    private int folded() {
        return slots * (rows.length() + 2 * full);
    }

    /** Where a last vector goes that would leave the chunk. */
    private int spare() {
        return folded() + 2 * full;
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        double[] buffer = scratch.lane(lane);
        for (int slot = 0; slot < slots; slot++) {
            rows.blank(buffer, slot * rows.length(), Double.NEGATIVE_INFINITY);
        }
        int end = chunks.end(chunk);
        int oh = shape.oh();
        int limit = end * oh * ow;
        for (int plane = chunks.begin(chunk); plane < end; plane++) {
            Arrays.fill(scratch.indexLane(lane), 0, slots, -1);
            for (int i = 0; i < oh; i += band) {
                int bandEnd = Math.min(oh, i + band);
                across(scratch, lane, plane, i, bandEnd);
                for (int k = i; k < bandEnd; k++) {
                    outputRow(scratch, lane, plane, k, limit);
                }
            }
        }
    }

    private int firstTapRow(int i) {
        int start = i * shape.sh() - shape.padTop();
        return start >= 0 ? 0 : (-start + shape.dh() - 1) / shape.dh();
    }

    private int lastTapRow(int i) {
        int start = i * shape.sh() - shape.padTop();
        return Math.min(shape.kh() - 1, Math.floorDiv(shape.ih() - 1 - start, shape.dh()));
    }

    /** Computes h of the input rows that a band of output rows needs, unless it stands there already. */
    private void across(PoolScratch scratch, int lane, int plane, int from, int to) {
        int[] ints = scratch.indexLane(lane);
        double[] buffer = scratch.lane(lane);
        int count = 0;
        for (int i = from; i < to; i++) {
            int last = lastTapRow(i);
            for (int r = firstTapRow(i); r <= last; r++) {
                int row = i * shape.sh() - shape.padTop() + r * shape.dh();
                if (ints[row % slots] != row) {
                    ints[row % slots] = row;
                    ints[slots + count++] = row;
                }
            }
        }
        int source = plane * shape.ih() * shape.iw();
        for (int k = 0; k < count; k++) {
            int from0 = source + ints[slots + k] * shape.iw();
            if (!rows.inPlace(scratch.x.length, from0)) {
                rows.copy(scratch.x, from0, buffer, k * rows.length());
            }
        }
        for (int k = 0; k < count; k++) {
            int row = ints[slots + k];
            int from0 = source + row * shape.iw();
            int target = line(row);
            if (rows.inPlace(scratch.x.length, from0)) {
                taps(scratch.x, from0, buffer, target);
            } else {
                taps(buffer, k * rows.length(), buffer, target);
            }
            for (int j = 0; j < firstTap.length; j++) {
                if (buffer[target + full + j] < firstTap[j]) {
                    buffer[target + full + j] = firstTap[j];
                }
            }
        }
    }

    private void outputRow(PoolScratch scratch, int lane, int plane, int i, int limit) {
        int first = firstTapRow(i);
        int last = lastTapRow(i);
        int target = (plane * shape.oh() + i) * ow;
        if (first > last) {
            Arrays.fill(scratch.y, target, target + ow, Double.NEGATIVE_INFINITY);
            Arrays.fill(scratch.argmax, target, target + ow, -1);
            return;
        }
        vertical(
                scratch,
                lane,
                i * shape.sh() - shape.padTop(),
                first,
                last,
                target,
                target + full <= limit ? full : full - LANES);
        for (int j : emptyColumns) {
            scratch.y[target + j] = Double.NEGATIVE_INFINITY;
            scratch.argmax[target + j] = -1;
        }
    }

    private void vertical(PoolScratch scratch, int lane, int start, int first, int last, int target, int whole) {
        int dh = shape.dh();
        int pitch = dh * shape.iw();
        double[] buffer = scratch.lane(lane);
        int a = line(start + first * dh);
        int r = first + 1;
        for (; last - r >= 2; r += 2) {
            int b = line(start + r * dh);
            int c = line(start + (r + 1) * dh);
            fold(buffer, a, b, c, (r - first) * pitch, (r + 1 - first) * pitch, folded(), full);
            a = folded();
        }
        int rb = Math.min(r, last);
        int b = r <= last ? line(start + r * dh) : a;
        int rc = Math.min(r + 1, last);
        int c = r < last ? line(start + rc * dh) : b;
        double index = INDEX_ZERO + (start + first * dh) * shape.iw() - shape.padLeft();
        double toB = r <= last ? (rb - first) * pitch : 0;
        double toC = r <= last ? (rc - first) * pitch : 0;
        int sw = shape.sw();
        down(buffer, full, a, b, c, toB, toC, index, sw, whole, scratch.y, target, scratch.argmax, target);
        if (whole < ow) {
            int spare = spare();
            int[] ints = scratch.indexLane(lane);
            index += whole * sw;
            down(
                    buffer, full, a + whole, b + whole, c + whole, toB, toC, index, sw, LANES, buffer, spare, ints,
                    2 * slots);
            System.arraycopy(buffer, spare, scratch.y, target + whole, ow - whole);
            System.arraycopy(ints, 2 * slots, scratch.argmax, target + whole, ow - whole);
        }
    }

    private void taps(double[] source, int at, double[] buffer, int target) {
        int dw = shape.dw();
        int s1 = Math.min(1, shape.kw() - 1);
        int s2 = Math.min(2, shape.kw() - 1);
        three(source, at + rows.tap(0), at + rows.tap(s1), at + rows.tap(s2), s1 * dw, s2 * dw, buffer, target, full);
        for (int s = 3; s < shape.kw(); s += 2) {
            int t = Math.min(s + 1, shape.kw() - 1);
            two(source, at + rows.tap(s), at + rows.tap(t), s * dw, t * dw, buffer, target, full);
        }
    }

    private static void three(
            double[] source, int a, int b, int c, double toB, double toC, double[] h, int target, int full) {
        DoubleVector tapA = DoubleVector.zero(F64);
        DoubleVector tapB = DoubleVector.broadcast(F64, toB);
        DoubleVector tapC = DoubleVector.broadcast(F64, toC);
        int j = 0;
        while (j != full) {
            DoubleVector best = DoubleVector.fromArray(F64, source, a + j);
            DoubleVector value = DoubleVector.fromArray(F64, source, b + j);
            VectorMask<Double> mask = SimdPoolLanes.wins(value, best);
            best = best.blend(value, mask);
            DoubleVector tap = tapA.blend(tapB, mask);
            value = DoubleVector.fromArray(F64, source, c + j);
            mask = SimdPoolLanes.wins(value, best);
            best.blend(value, mask).intoArray(h, target + j);
            tap.blend(tapC, mask).intoArray(h, target + full + j);
            j += LANES;
        }
    }

    private static void two(double[] source, int a, int b, double toA, double toB, double[] h, int target, int full) {
        DoubleVector tapA = DoubleVector.broadcast(F64, toA);
        DoubleVector tapB = DoubleVector.broadcast(F64, toB);
        int j = 0;
        while (j != full) {
            DoubleVector best = DoubleVector.fromArray(F64, h, target + j);
            DoubleVector tap = DoubleVector.fromArray(F64, h, target + full + j);
            DoubleVector value = DoubleVector.fromArray(F64, source, a + j);
            VectorMask<Double> mask = SimdPoolLanes.wins(value, best);
            best = best.blend(value, mask);
            tap = tap.blend(tapA, mask);
            value = DoubleVector.fromArray(F64, source, b + j);
            mask = SimdPoolLanes.wins(value, best);
            best.blend(value, mask).intoArray(h, target + j);
            tap.blend(tapB, mask).intoArray(h, target + full + j);
            j += LANES;
        }
    }

    private static void fold(double[] h, int a, int b, int c, double toB, double toC, int target, int full) {
        int j = 0;
        while (j != full) {
            DoubleVector best = DoubleVector.fromArray(F64, h, a + j);
            DoubleVector tap = DoubleVector.fromArray(F64, h, a + full + j);
            DoubleVector value = DoubleVector.fromArray(F64, h, b + j);
            VectorMask<Double> mask = SimdPoolLanes.wins(value, best);
            best = best.blend(value, mask);
            tap = tap.blend(DoubleVector.fromArray(F64, h, b + full + j).add(toB), mask);
            value = DoubleVector.fromArray(F64, h, c + j);
            mask = SimdPoolLanes.wins(value, best);
            best.blend(value, mask).intoArray(h, target + j);
            tap = tap.blend(DoubleVector.fromArray(F64, h, c + full + j).add(toC), mask);
            tap.intoArray(h, target + full + j);
            j += LANES;
        }
    }

    private static void down(
            double[] h,
            int full,
            int a,
            int b,
            int c,
            double toB,
            double toC,
            double index,
            int sw,
            int count,
            double[] y,
            int target,
            int[] argmax,
            int targetAt) {
        DoubleVector columns = IOTA.mul(sw);
        int j = 0;
        while (j != count) {
            DoubleVector best = DoubleVector.fromArray(F64, h, a + j);
            DoubleVector tap = DoubleVector.fromArray(F64, h, a + full + j);
            DoubleVector value = DoubleVector.fromArray(F64, h, b + j);
            VectorMask<Double> mask = SimdPoolLanes.wins(value, best);
            best = best.blend(value, mask);
            tap = tap.blend(DoubleVector.fromArray(F64, h, b + full + j).add(toB), mask);
            value = DoubleVector.fromArray(F64, h, c + j);
            mask = SimdPoolLanes.wins(value, best);
            best.blend(value, mask).intoArray(y, target + j);
            tap = tap.blend(DoubleVector.fromArray(F64, h, c + full + j).add(toC), mask);
            SimdPoolLanes.storeIndices(columns.add(index).add(tap), argmax, targetAt + j);
            j += LANES;
            index += sw * LANES;
        }
    }
}
