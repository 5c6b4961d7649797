package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.F64;
import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * Gradient of average pooling for any shape, gathered: dx(a, b) = Σ over the windows (i, j) that hold the pixel of
 * dy(i, j) / divisor(i, j).
 *
 * <p>Layout: NCHW. The shares of a window row stand in a ring of as many rows as can hold one pixel, zeros around them; the
 * columns b ≡ p (mod sw), padding counted, form <i>phase</i> p, in which window s·sw + p before b is a unit-stride read. A
 * tile is four vectors of one phase of one row of dx, summed in the order of the reference; phases are interleaved when
 * stored. Each row of dx is written once and never read: nothing is cleared, and rows under the same windows are copies.
 */
final class SimdAverageBackward implements PoolKernel {
    private final PoolShape shape;
    private final SimdPoolChunks chunks;
    private final int iw;
    private final int ow;
    private final int stride;
    /** Phases that taps may fall on. */
    private final int phases;
    /** Window rows that can hold one pixel row. */
    private final int slots;
    /** Zeros before the shares: windows left of the first. */
    private final int margin;
    /** Elements of a phase of a row of dx, in whole vectors. */
    private final int full;

    private final int pitch;
    private final double[] columns;
    /** Which phase each tap falls on, and how many windows before the one that begins with it. */
    private final int[] phaseOfTap;

    private final int[] windowsBefore;

    SimdAverageBackward(PoolShape shape) {
        this.shape = shape;
        chunks = new SimdPoolChunks(shape);
        iw = shape.iw();
        ow = shape.ow();
        stride = ow == 1 ? Math.min(shape.sw(), shape.padLeft() + iw) : shape.sw();
        phases = shape.dw() == 1 ? Math.min(stride, shape.kw()) : stride;
        slots = Math.min(shape.oh(), (shape.kh() - 1) * shape.dh() / shape.sh() + 1);
        margin = (shape.kw() - 1) * shape.dw() / stride;
        int padded = stride == 1 ? iw : (shape.padLeft() + iw + stride - 1) / stride;
        full = SimdPoolLanes.roundUp(padded);
        pitch = margin + Math.max(SimdPoolLanes.roundUp(ow), full + (stride == 1 ? shape.padLeft() : 0));
        columns = SimdPoolSums.countedColumns(shape, SimdPoolLanes.roundUp(ow));
        phaseOfTap = new int[shape.kw()];
        windowsBefore = new int[shape.kw()];
        for (int s = 0; s < shape.kw(); s++) {
            phaseOfTap[s] = s * shape.dw() % stride;
            windowsBefore[s] = s * shape.dw() / stride;
        }
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public int laneLength() {
        return slots * pitch + phases * full + LANES;
    }

    @Override
    public int indexLaneLength() {
        return slots + slots * shape.kw() + 1;
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        int end = chunks.end(chunk);
        Arrays.fill(scratch.lane(lane), 0, slots * pitch, 0);
        for (int plane = chunks.begin(chunk); plane < end; plane++) {
            plane(plane, end * shape.ih() * iw, scratch, lane);
        }
    }

    private void plane(int plane, int limit, PoolScratch scratch, int lane) {
        int sh = shape.sh();
        Arrays.fill(scratch.indexLane(lane), 0, slots, -1);
        int lastFrom = -1;
        int lastTo = -1;
        for (int row = 0; row < shape.ih(); row++) {
            int below = row + shape.padTop();
            int from = Math.max(0, Math.floorDiv(below - (shape.kh() - 1) * shape.dh() - 1 + sh, sh));
            int to = Math.min(shape.oh() - 1, below / sh);
            int target = (plane * shape.ih() + row) * iw;
            if (from == lastFrom && to == lastTo && shape.dh() == 1) {
                System.arraycopy(scratch.dx, target - iw, scratch.dx, target, iw);
                continue;
            }
            lastFrom = from;
            lastTo = to;
            for (int i = from; i <= to; i++) {
                share(plane, i, scratch, lane);
            }
            if (stride == 1) {
                rowOfOnePhase(below, from, to, target, limit, scratch, lane);
            } else {
                rowOfPhases(below, from, to, target, scratch, lane);
            }
        }
    }

    /** Computes the shares of a window row, unless they stand there already. */
    private void share(int plane, int i, PoolScratch scratch, int lane) {
        int[] held = scratch.indexLane(lane);
        int slot = i % slots;
        if (held[slot] == i) {
            return;
        }
        held[slot] = i;
        int counted = SimdPoolSums.countedRows(shape, i);
        int source = (plane * shape.oh() + i) * ow;
        double[] buffer = scratch.lane(lane);
        int target = slot * pitch + margin;
        int whole = ow / LANES * LANES;
        SimdPoolSums.divide(scratch.dy, source, columns, 0, whole, counted, buffer, target);
        for (int j = whole; j < ow; j++) {
            buffer[target + j] = scratch.dy[source + j] / (columns[j] * counted);
        }
    }

    /** Lists where the shares of a phase stand, of those window rows {@code from} to {@code to} that hold the row {@code below}. */
    private void list(int below, int from, int to, int phase, int shift, int[] offsets) {
        int list = slots;
        for (int i = from; i <= to; i++) {
            boolean holds = shape.dh() == 1 || (below - i * shape.sh()) % shape.dh() == 0;
            for (int s = shape.kw() - 1; s >= 0 && holds; s--) {
                if (phaseOfTap[s] == phase) {
                    offsets[list++] = i % slots * pitch + margin + shift - windowsBefore[s];
                }
            }
        }
        offsets[list] = SimdPoolSums.END;
    }

    private void rowOfOnePhase(int below, int from, int to, int target, int limit, PoolScratch scratch, int lane) {
        double[] buffer = scratch.lane(lane);
        int[] offsets = scratch.indexLane(lane);
        list(below, from, to, 0, shape.padLeft(), offsets);
        int whole = target + full <= limit ? full : full - LANES;
        SimdPoolSums.sum(buffer, offsets, slots, 0, whole, scratch.dx, target);
        if (whole < iw) {
            int spare = slots * pitch;
            SimdPoolSums.sum(buffer, offsets, slots, whole, full, buffer, spare - whole);
            System.arraycopy(buffer, spare, scratch.dx, target + whole, iw - whole);
        }
    }

    private void rowOfPhases(int below, int from, int to, int target, PoolScratch scratch, int lane) {
        double[] buffer = scratch.lane(lane);
        int[] offsets = scratch.indexLane(lane);
        int lines = slots * pitch;
        for (int phase = 0; phase < phases; phase++) {
            list(below, from, to, phase, 0, offsets);
            SimdPoolSums.sum(buffer, offsets, slots, 0, full, buffer, lines + phase * full);
        }
        int padLeft = shape.padLeft();
        if (stride == 2 && phases == 2) {
            int even = lines + padLeft % 2 * full + padLeft / 2;
            int odd = lines + (padLeft + 1) % 2 * full + (padLeft + 1) / 2;
            interleave(buffer, even, odd, scratch.dx, target);
            return;
        }
        if (phases < stride) {
            Arrays.fill(scratch.dx, target, target + iw, 0);
        }
        for (int phase = 0; phase < phases; phase++) {
            int first = Math.max(0, Math.floorDiv(padLeft - phase + stride - 1, stride));
            for (int q = first; q * stride + phase - padLeft < iw; q++) {
                scratch.dx[target + q * stride + phase - padLeft] = buffer[lines + phase * full + q];
            }
        }
    }

    private void interleave(double[] buffer, int even, int odd, double[] dx, int target) {
        int end = iw / (2 * LANES) * LANES;
        int t = 0;
        while (t != end) {
            DoubleVector a = DoubleVector.fromArray(F64, buffer, even + t);
            DoubleVector b = DoubleVector.fromArray(F64, buffer, odd + t);
            SimdPoolLanes.lowPairs(a, b).intoArray(dx, target + 2 * t);
            SimdPoolLanes.highPairs(a, b).intoArray(dx, target + 2 * t + LANES);
            t += LANES;
        }
        for (; 2 * t < iw; t++) {
            dx[target + 2 * t] = buffer[even + t];
            if (2 * t + 1 < iw) {
                dx[target + 2 * t + 1] = buffer[odd + t];
            }
        }
    }
}
