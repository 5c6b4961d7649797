package dev.convbench.op;

/** Weights laid out for one plan by {@link Convolution#prepare}. Immutable. */
public interface PreparedWeights {
    /** Bytes held. */
    long bytes();
}
