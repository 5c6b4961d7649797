package dev.convbench.strategy.simd;

import static dev.convbench.strategy.simd.SimdPoolLanes.LANES;

import dev.convbench.op.PoolKernel;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import java.util.Arrays;

/**
 * Average pooling of any shape: y(i, j) = Σ over r, s of x(i·sh − padTop + r·dh, j·sw − padLeft + s·dw), divided by the cells of
 * the window that count.
 *
 * <p>Layout: NCHW. Input rows are laid out by {@link SimdPoolRows} in a ring of as many rows as a window spans, zeros around them, or read in place
 * where stride is 1 and nothing is padded; a tile is four vectors of one output row, summed tap by tap in the order of the
 * reference. Summing columns first would need kh + kw additions instead of kh·kw, but round differently and write each
 * partial sum once more: for 3x3 as many accesses to memory as it saves additions.
 */
final class SimdAverageForward implements PoolKernel {
    private final PoolShape shape;
    private final SimdPoolChunks chunks;
    private final SimdPoolRows rows;
    private final int ow;
    private final int full;
    /** Rows of the ring. */
    private final int slots;

    private final double[] columns;

    SimdAverageForward(PoolShape shape) {
        this.shape = shape;
        chunks = new SimdPoolChunks(shape);
        rows = new SimdPoolRows(shape);
        ow = shape.ow();
        full = SimdPoolLanes.roundUp(ow);
        slots = Math.min(shape.ih(), (shape.kh() - 1) * shape.dh() + 1);
        columns = SimdPoolSums.countedColumns(shape, full);
    }

    @Override
    public int chunks() {
        return chunks.count();
    }

    @Override
    public int laneLength() {
        return slots * rows.length() + LANES;
    }

    @Override
    public int indexLaneLength() {
        return slots + Math.min(slots, shape.kh()) * shape.kw() + 1;
    }

    @Override
    public void run(int chunk, PoolScratch scratch, int lane) {
        int end = chunks.end(chunk);
        int oh = shape.oh();
        Arrays.fill(scratch.lane(lane), 0, slots * rows.length(), 0);
        for (int plane = chunks.begin(chunk); plane < end; plane++) {
            Arrays.fill(scratch.indexLane(lane), 0, slots, -1);
            for (int i = 0; i < oh; i++) {
                outputRow(plane, i, end * oh * ow, scratch, lane);
            }
        }
    }

    private void outputRow(int plane, int i, int limit, PoolScratch scratch, int lane) {
        int start = i * shape.sh() - shape.padTop();
        int first = start >= 0 ? start : Math.floorMod(start, shape.dh());
        int end = Math.min(shape.ih(), start + (shape.kh() - 1) * shape.dh() + 1);
        int source = plane * shape.ih() * shape.iw();
        int target = (plane * shape.oh() + i) * ow;
        double[] buffer = scratch.lane(lane);
        int[] offsets = scratch.indexLane(lane);
        boolean inPlace = rows.inPlace(scratch.x.length, source + (end - 1) * shape.iw());
        int list = slots;
        for (int row = first; row < end; row += shape.dh()) {
            int at = source + row * shape.iw();
            if (!inPlace) {
                at = row % slots * rows.length();
                hold(source, row, scratch, lane);
            }
            for (int s = 0; s < shape.kw(); s++) {
                offsets[list++] = at + rows.tap(s);
            }
        }
        offsets[list] = SimdPoolSums.END;
        double[] from = inPlace ? scratch.x : buffer;
        int counted = SimdPoolSums.countedRows(shape, i);
        int whole = target + full <= limit ? full : full - LANES;
        SimdPoolSums.sum(from, offsets, slots, 0, whole, scratch.y, target);
        SimdPoolSums.divide(scratch.y, target, columns, 0, whole, counted, scratch.y, target);
        if (whole < ow) {
            int spare = slots * rows.length() - whole;
            SimdPoolSums.sum(from, offsets, slots, whole, full, buffer, spare);
            SimdPoolSums.divide(buffer, spare, columns, whole, full, counted, buffer, spare);
            System.arraycopy(buffer, spare + whole, scratch.y, target + whole, ow - whole);
        }
    }

    /** Lays out an input row, unless it stands there already. */
    private void hold(int source, int row, PoolScratch scratch, int lane) {
        int slot = row % slots;
        int[] held = scratch.indexLane(lane);
        if (held[slot] != row) {
            held[slot] = row;
            rows.copy(scratch.x, source + row * shape.iw(), scratch.lane(lane), slot * rows.length());
        }
    }
}
