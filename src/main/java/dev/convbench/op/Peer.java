package dev.convbench.op;

/** A strategy that hands the work to a library from outside this project, so that both can be measured side by side. */
public interface Peer extends Strategy {
    /** Name of the library. */
    String library();

    /** Version of the library. */
    String version();

    /** What a timed call contains and what it does not, in one line. */
    String timedCall();
}
