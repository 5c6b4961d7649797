package dev.convbench.op;

/** Weights laid out for one plan by {@link Convolution#prepare}. Immutable. */
public interface PreparedWeights {
    /** Bytes held: those of the layout, and of a quarter of a MiB to 2 MiB all 2 MiB, so that they begin with a cache line. */
    long bytes();
}
