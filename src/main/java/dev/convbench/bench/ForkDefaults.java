package dev.convbench.bench;

import dev.convbench.simd.VectorModule;

/** How the forks of every benchmark run unless the command line says otherwise. */
public final class ForkDefaults {
    /** JIT compilation and memory layout are drawn anew in each JVM, so the fork is the sample; five give an interval. */
    public static final int FORKS = 5;

    /** The Vector API is an incubator module: a JVM has it only when it is added. */
    public static final String ADD_MODULE = VectorModule.FLAG;

    /** A heap of fixed size, so that no garbage collection moves the arrays because the heap grows … */
    public static final String MIN_HEAP = "-Xms2g";

    /** … large enough for two sets of arrays of the largest layer in the catalogue (0.9 GB) and its scratch … */
    public static final String MAX_HEAP = "-Xmx2g";

    /** … and touched beforehand, so that no timed call meets a page for the first time. */
    public static final String PRE_TOUCH = "-XX:+AlwaysPreTouch";

    /** Warm-up iterations; with {@link #MILLIS} two seconds: a kernel is compiled and inlined for good after about one. */
    public static final int WARMUPS = 4;

    /** Measured iterations of one fork. Their median is the fork's value, so one disturbed iteration does no harm. */
    public static final int MEASUREMENTS = 5;

    /** Length of an iteration in milliseconds. */
    public static final int MILLIS = 500;

    private ForkDefaults() {}
}
