package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.INDEX_ZERO;
import static dev.convbench.strategy.simd.SimdPoolLanes.IOTA;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/**
 * Max pooling of any shape, rows first: h(p, j) = max over s of x(p, j·sw − padLeft + s·dw), then y(i, j) = max over r of
 * h(i·sh − padTop + r·dh, j), each with where it stands.
 *
 * <p>Layout: NCHW; h stands in the lane buffer, a ring of as many rows as a window spans, values and taps beside each
 * other, so that every input row is reduced once however many windows share it: (kw − 1) + (kh − 1) comparisons per output
 * for stride 1, instead of kh·kw − 1. Rows first keeps ties in row-major order: within a row the first column wins, then
 * the first row.
 *
 * <p>A tile is LANES windows of one row. Three taps are folded at a time, so that most of the time one load serves one
 * comparison and loops over taps, which C2 cannot unroll, stay out of the vectors.
 *
 * <p>Padding is −∞ in the copied row ({@link SimdPoolRows}) and rows outside the plane are left out. A padding cell can
 * then stand as maximum only where all pixels of its row of the window are −∞, and the first of them is the right answer.
 */
final class SimdMaxForward implements PoolKernel {
    private final PoolShape shape;
    private final SimdPoolChunks chunks;
    private final SimdPoolRows rows;
    private final int ow;
    /** Elements of a row of h: ow, rounded up to vectors. */
    private final int full;
    /** Rows of the ring. */
    private final int slots;
    /** Column offset of the first pixel of the windows that begin in the left padding. */
    private final int[] firstTap;
    /** Columns of windows without pixels, in whichever row. */
    private final int[] emptyColumns;

    SimdMaxForward(PoolShape shape) {
        this.shape = shape;
        chunks = new SimdPoolChunks(shape);
        rows = new SimdPoolRows(shape);
        ow = shape.ow();
        full = SimdPoolLanes.roundUp(ow);
        slots = (int) Math.min(shape.ih(), (shape.kh() - 1L) * shape.dh() + 1);
        emptyColumns = IntStream.range(0, ow).filter(j -> firstTap(j) < 0).toArray();
        int beginInPadding = (int) Math.min(ow, ((long) shape.padLeft() + shape.sw() - 1) / shape.sw());
        firstTap = IntStream.range(0, beginInPadding)
                .map(j -> Math.max(0, firstTap(j)))
                .toArray();
    }

    /** Offset of the first pixel column of window column j from the window's begin, or −1. */
    private int firstTap(int j) {
        int start = j * shape.sw() - shape.padLeft();
        int tap = start >= 0 ? 0 : ceilDiv(-start, shape.dw()) * shape.dw();
        return tap <= (shape.kw() - 1) * shape.dw() && start + tap < shape.iw() ? tap : -1;
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
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
        return slots + LANES;
    }

    /** Where h of an input row stands: values, and {@link #full} elements later the column offsets in the window. */
    private int line(int row) {
        return rows.length() + row % slots * 2 * full;
    }

    /** Where windows of more than three rows are folded. */
    private int folded() {
        return rows.length() + slots * 2 * full;
    }

    /** Where a last vector goes that would leave the chunk. */
    private int spare() {
        return folded() + 2 * full;
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        int end = chunks.end(chunk);
        for (int plane = chunks.begin(chunk); plane < end; plane++) {
            plane(plane, end, scratch, lane);
        }
    }

    /** Pools one plane of a chunk that ends before plane {@code end}. */
    void plane(int plane, int end, PoolScratch scratch, int lane) {
        int oh = shape.oh();
        rows.blank(scratch.lane(lane), 0, Double.NEGATIVE_INFINITY);
        Arrays.fill(scratch.indexLane(lane), 0, slots, -1);
        for (int i = 0; i < oh; i++) {
            outputRow(plane, i, end * oh * ow, scratch, lane);
        }
    }

    private void outputRow(int plane, int i, int limit, PoolScratch scratch, int lane) {
        int start = i * shape.sh() - shape.padTop();
        int dh = shape.dh();
        int first = start >= 0 ? 0 : ceilDiv(-start, dh);
        int last = Math.min(shape.kh() - 1, Math.floorDiv(shape.ih() - 1 - start, dh));
        int target = (plane * shape.oh() + i) * ow;
        if (first > last) {
            Arrays.fill(scratch.y, target, target + ow, Double.NEGATIVE_INFINITY);
            Arrays.fill(scratch.argmax, target, target + ow, -1);
            return;
        }
        for (int r = first; r <= last; r++) {
            across(plane, start + r * dh, scratch, lane);
        }
        down(start + first * dh, last - first, target, limit, scratch, lane);
        for (int j : emptyColumns) {
            scratch.y[target + j] = Double.NEGATIVE_INFINITY;
            scratch.argmax[target + j] = -1;
        }
    }

    /** Computes h of an input row, unless it stands there already. */
    private void across(int plane, int row, PoolScratch scratch, int lane) {
        int[] held = scratch.indexLane(lane);
        if (held[row % slots] == row) {
            return;
        }
        held[row % slots] = row;
        double[] buffer = scratch.lane(lane);
        int source = (plane * shape.ih() + row) * shape.iw();
        int target = line(row);
        if (rows.inPlace(scratch.x.length, source)) {
            taps(scratch.x, source, buffer, target);
        } else {
            rows.copy(scratch.x, source, buffer, 0);
            taps(buffer, 0, buffer, target);
        }
        for (int j = 0; j < firstTap.length; j++) {
            if (buffer[target + full + j] < firstTap[j]) {
                buffer[target + full + j] = firstTap[j];
            }
        }
    }

    private void taps(double[] source, int at, double[] buffer, int target) {
        int dw = shape.dw();
        int end = shape.kw() - 1;
        int b = Math.min(1, end);
        int c = Math.min(2, end);
        firstThree(source, at + rows.tap(0), at + rows.tap(b), at + rows.tap(c), b * dw, c * dw, buffer, target, full);
        for (int s = 3; s <= end; s += 2) {
            int t = Math.min(s + 1, end);
            nextTwo(source, at + rows.tap(s), at + rows.tap(t), s * dw, t * dw, buffer, target, full);
        }
    }

    // The loops below run to != so that C2 does not take them for counted loops: it would split each into a first, a
    // main
    // and a last part, which for rows of a few vectors costs more than the range checks that it saves.

    private static void firstThree(
            double[] source, int a, int b, int c, double tapB, double tapC, double[] h, int target, int full) {
        int j = 0;
        while (j != full) {
            DoubleVector best = DoubleVector.fromArray(F64, source, a + j);
            DoubleVector value = DoubleVector.fromArray(F64, source, b + j);
            VectorMask<Double> mask = SimdPoolLanes.wins(value, best);
            best = best.blend(value, mask);
            DoubleVector tap = SimdPoolLanes.ZERO.blend(tapB, mask);
            value = DoubleVector.fromArray(F64, source, c + j);
            mask = SimdPoolLanes.wins(value, best);
            best.blend(value, mask).intoArray(h, target + j);
            tap.blend(tapC, mask).intoArray(h, target + full + j);
            j += LANES;
        }
    }

    private static void nextTwo(
            double[] source, int a, int b, double tapA, double tapB, double[] h, int target, int full) {
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

    /** Folds {@code more} + 1 rows of h, dh apart, from the row {@code top} on, into one row of the output. */
    private void down(int top, int more, int target, int limit, PoolScratch scratch, int lane) {
        double[] buffer = scratch.lane(lane);
        int[] spareAt = scratch.indexLane(lane);
        int dh = shape.dh();
        int pitch = dh * shape.iw();
        int a = line(top);
        int r = 1;
        for (; more - r >= 2; r += 2) {
            int b = line(top + r * dh);
            int c = line(top + (r + 1) * dh);
            fold(buffer, a, b, c, r * pitch, (r + 1) * pitch, folded(), full);
            a = folded();
        }
        int rb = Math.min(r, more);
        int rc = Math.min(r + 1, more);
        int b = rb == 0 ? a : line(top + rb * dh);
        int c = rc == 0 ? a : line(top + rc * dh);
        double index = INDEX_ZERO + top * shape.iw() - shape.padLeft();
        int sw = shape.sw();
        int whole = target + full <= limit ? full : full - LANES;
        emit(
                buffer,
                a,
                b,
                c,
                full,
                rb * pitch,
                rc * pitch,
                index,
                sw,
                whole,
                scratch.y,
                target,
                scratch.argmax,
                target);
        if (whole < ow) {
            index += whole * sw;
            int spare = spare();
            emit(
                    buffer,
                    a + whole,
                    b + whole,
                    c + whole,
                    full,
                    rb * pitch,
                    rc * pitch,
                    index,
                    sw,
                    LANES,
                    buffer,
                    spare,
                    spareAt,
                    slots);
            System.arraycopy(buffer, spare, scratch.y, target + whole, ow - whole);
            System.arraycopy(spareAt, slots, scratch.argmax, target + whole, ow - whole);
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

    private static void emit(
            double[] h,
            int a,
            int b,
            int c,
            int full,
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
