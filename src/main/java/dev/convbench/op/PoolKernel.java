package dev.convbench.op;

/**
 * One pass of one pooling strategy, bound to a shape: a single phase of independent chunks.
 *
 * <p>Chunks write disjoint parts of the output; their number and content depend on the shape alone. A kernel is
 * immutable and trusts its arguments: {@link PoolPlan} has checked them.
 */
public interface PoolKernel {
    /** Number of chunks, at least 1. */
    int chunks();

    /** Elements of each {@link PoolScratch#lane}. */
    default int laneLength() {
        return 0;
    }

    /** Elements of each {@link PoolScratch#indexLane}. */
    default int indexLaneLength() {
        return 0;
    }

    /**
     * Carries out one chunk.
     *
     * @param chunk from 0
     * @param scratch arrays and buffers of the call
     * @param lane whose private buffers to use
     */
    void run(int chunk, PoolScratch scratch, int lane);
}
