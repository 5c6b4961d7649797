package dev.convbench.op;

/**
 * A plan that computes on memory outside the Java heap: each call copies its arguments there and its result back. This repeats the
 * computation alone, so that it can be timed as a program would call it whose data never is in Java arrays.
 */
public interface OffHeap {
    /**
     * Computes again what the last call with this scratch computed, from and to memory outside the heap.
     *
     * @throws IllegalStateException if there was no call
     */
    void repeat(Scratch scratch);

    /**
     * Copies out what the last computation with this scratch gave.
     *
     * @throws IllegalStateException if there was none, or if the result was spoilt since
     */
    void read(double[] out, Scratch scratch);

    /** As {@link #read(double[], Scratch)} in float. */
    void read(float[] out, Scratch scratch);

    /** Overwrites or forgets the result, so that a later {@link #read} shows only what was computed after this. */
    void spoil(Scratch scratch);
}
