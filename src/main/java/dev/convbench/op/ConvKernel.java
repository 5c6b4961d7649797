package dev.convbench.op;

/**
 * One pass of one strategy, bound to a shape: a list of phases, each a number of independent chunks.
 *
 * <p>Phases run in order. The chunks of a phase may run in any order and at once, each by one lane; they write disjoint
 * parts of the output and of {@link ConvScratch#shared}. Number and content of the chunks depend on the shape alone, so
 * the result does not depend on the number of workers.
 *
 * <p>A kernel is immutable. It trusts its arguments: {@link ConvPlan} has checked them.
 */
public interface ConvKernel {
    /** Number of phases, at least 1. */
    default int phases() {
        return 1;
    }

    /** Number of chunks of a phase, at least 1. */
    int chunks(int phase);

    /**
     * Elements of {@link ConvScratch#packed}. If positive, phase 0 packs the weights into it and does nothing else; a call
     * with prepared weights skips that phase.
     */
    default int packedLength() {
        return 0;
    }

    /**
     * Whether phase 0 is for {@link Convolution#prepare} alone: a call with plain weights skips it too and packs them in
     * passing, part by part where they are used. {@link ConvScratch#packed} is then empty; {@link ConvScratch#w} is null if
     * the weights come prepared.
     */
    default boolean packsInPassing() {
        return false;
    }

    /** Elements of {@link ConvScratch#shared}. */
    default int sharedLength() {
        return 0;
    }

    /** Elements of each {@link ConvScratch#lane}. */
    default int laneLength() {
        return 0;
    }

    /** Arrays in each {@link ConvScratch#rows}. */
    default int laneRows() {
        return 0;
    }

    /** Elements of each array of {@link ConvScratch#rows}. */
    default int laneRowLength() {
        return 0;
    }

    /** What an element of the output may be off by. */
    default ErrorBound errorBound() {
        return ErrorBound.REORDERED;
    }

    /**
     * Carries out one chunk.
     *
     * @param phase from 0
     * @param chunk from 0
     * @param scratch arrays and buffers of the call
     * @param lane whose private buffer to use
     */
    void run(int phase, int chunk, ConvScratch scratch, int lane);
}
