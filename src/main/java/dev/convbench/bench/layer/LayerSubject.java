package dev.convbench.bench.layer;

/** A layer with several sets of arrays that take turns. */
public interface LayerSubject {
    /** Carries out the operation on one set. */
    void run(int set);

    /** An output array of a set, for a black hole. */
    Object output(int set);

    /** Adds all outputs of a set. */
    void results(int set, LayerArrays to);

    /** Overwrites all outputs of a set with what no call gives. */
    void spoil(int set);
}
