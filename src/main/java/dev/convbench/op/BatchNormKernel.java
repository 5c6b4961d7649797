package dev.convbench.op;

/**
 * One pass of one strategy of batch normalisation, bound to a shape: a single phase of independent chunks.
 *
 * <p>A chunk owns some channels and writes nothing else; number and content of the chunks depend on the shape alone. A kernel is
 * immutable and trusts its arguments: {@link BatchNormPlan} has checked them.
 */
public interface BatchNormKernel {
    /** Number of chunks, at least 1. */
    int chunks();

    /** Elements of each {@link BatchNormScratch#lane}. */
    default int laneLength() {
        return 0;
    }

    /**
     * Carries out one chunk.
     *
     * @param chunk from 0
     * @param scratch arrays and buffers of the call
     * @param lane whose private buffer to use
     */
    void run(int chunk, BatchNormScratch scratch, int lane);
}
