package dev.convbench.op;

/**
 * A way of computing convolutions and poolings. Stateless; found through {@link Strategies}.
 *
 * <p>{@code supports} answers before a plan is made: a plan for a supported pass never refuses it later.
 */
public interface Strategy {
    /** The name used in parameters and results: lower case, words joined by hyphens. */
    String name();

    /** What it does, in one line. */
    String description();

    /** Rank in lists: higher first. The reference has the lowest, 0. */
    int rank();

    /** Whether it can run in this JVM at all, or what is missing. */
    default Support available() {
        return Support.yes();
    }

    /** Whether it can carry out a pass of a convolution, or why not. */
    Support supports(ConvShape shape, Pass pass, Precision precision);

    /** Whether it can carry out a pass of a pooling, or why not. */
    Support supports(PoolShape shape, Pass pass, Precision precision);

    /**
     * A convolution plan.
     *
     * @throws UnsupportedOperationException with the reason, if no pass is supported
     */
    Convolution convolution(ConvShape shape, Precision precision);

    /**
     * A pooling plan.
     *
     * @throws UnsupportedOperationException with the reason, if no pass is supported
     */
    Pooling pooling(PoolShape shape, Precision precision);

    /** Whether it has batch normalisation, all three passes of it, or why not. */
    default Support supports(BatchNormShape shape, Precision precision) {
        return Support.no(name() + " has no batch normalisation");
    }

    /**
     * A plan of batch normalisation.
     *
     * @throws UnsupportedOperationException with the reason, if it is not supported
     */
    default BatchNorm batchNorm(BatchNormShape shape, Precision precision) {
        throw new UnsupportedOperationException(supports(shape, precision).reason());
    }

    /**
     * For a strategy that chooses among others: which one it takes for a pass that it supports, and why, in one phrase.
     * Empty if there is nothing to say.
     */
    default String explain(ConvShape shape, Pass pass, Precision precision) {
        return "";
    }

    /**
     * Whether it carries out every multiply-add of the definition, so that it cannot pass the peak of the machine. False for
     * transforms, which need fewer.
     */
    default boolean isDirect() {
        return true;
    }

    /** Whether the number of workers can be chosen; a strategy that is not parallel has one. */
    default boolean isParallel() {
        return false;
    }

    /**
     * This strategy with a number of workers.
     *
     * @throws IllegalArgumentException if it cannot have that many
     */
    default Strategy withWorkers(int workers) {
        if (workers != 1) {
            throw new IllegalArgumentException(name() + " is serial: workers must be 1, not " + workers);
        }
        return this;
    }

    /** Who runs the chunks of this strategy's plans; layers that need no strategy of their own run theirs there too. */
    default ChunkRunner runner() {
        return ChunkRunner.SERIAL;
    }
}
