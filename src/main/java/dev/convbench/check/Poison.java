package dev.convbench.check;

import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvScratchF32;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolScratchF32;
import dev.convbench.op.Scratch;
import java.util.Arrays;

/** Fills the buffers of a scratch with what must not be read: NaN, and an index outside every array. */
final class Poison {
    private Poison() {}

    /** Poisons a scratch of the built-in plans; that of another plan is left as it is. */
    static void fill(Scratch scratch) {
        if (scratch instanceof ConvScratch conv) {
            Arrays.fill(conv.packed, Double.NaN);
            Arrays.fill(conv.shared, Double.NaN);
            for (int lane = 0; lane < conv.laneCount(); lane++) {
                Arrays.fill(conv.lane(lane), Double.NaN);
            }
        } else if (scratch instanceof ConvScratchF32 conv) {
            Arrays.fill(conv.packed, Float.NaN);
            Arrays.fill(conv.shared, Float.NaN);
            for (int lane = 0; lane < conv.laneCount(); lane++) {
                Arrays.fill(conv.lane(lane), Float.NaN);
            }
        } else if (scratch instanceof PoolScratch pool) {
            for (int lane = 0; lane < pool.laneCount(); lane++) {
                Arrays.fill(pool.lane(lane), Double.NaN);
                Arrays.fill(pool.indexLane(lane), Integer.MIN_VALUE);
            }
        } else if (scratch instanceof PoolScratchF32 pool) {
            for (int lane = 0; lane < pool.laneCount(); lane++) {
                Arrays.fill(pool.lane(lane), Float.NaN);
                Arrays.fill(pool.indexLane(lane), Integer.MIN_VALUE);
            }
        }
    }
}
