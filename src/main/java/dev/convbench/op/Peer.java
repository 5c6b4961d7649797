package dev.convbench.op;

import java.util.List;

/** A strategy that hands the work to a library from outside this project, so that both can be measured side by side. */
public interface Peer extends Strategy {
    /** Name of the library. */
    String library();

    /** Version of the library. */
    String version();

    /** Beginnings of the names of the jars that it needs. */
    List<String> jars();

    /** Whether a timed call finds its data where the library wants it, so that no copy from and to Java arrays is timed. */
    boolean timesOffHeap();

    /** What a timed call contains and what it does not, in one line. */
    String timedCall();
}
