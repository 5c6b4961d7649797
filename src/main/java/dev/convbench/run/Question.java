package dev.convbench.run;

import dev.convbench.bench.LayerSupport;

/**
 * Whether something can run in the JVM of the forks; {@link Probe} answers there.
 *
 * @param kind which of the constants
 * @param name strategy or peak kernel
 * @param pass name of the pass; null for a kernel
 * @param descriptor shape; null for a kernel
 * @param precision f64 or f32
 */
record Question(String kind, String name, String pass, String descriptor, String precision) {
    /** Can a strategy do a pass of a convolution? */
    static final String CONV = "conv";
    /** Can a strategy do a convolution with weights that it has laid out beforehand? */
    static final String PREPARED_CONV = "prepared conv";
    /** Can a strategy do a pass of a pooling? */
    static final String POOL = "pool";
    /** Can a strategy do a layer of the network? Its pass is the benchmark, its descriptor {@link LayerSupport}'s sizes. */
    static final String LAYER = "layer";
    /** Can a peak kernel run? */
    static final String PEAK = "peak";

    /** Whether it is about a convolution, with plain or prepared weights. */
    boolean isConvolution() {
        return kind.equals(CONV) || kind.equals(PREPARED_CONV);
    }
}
