package dev.convbench.peers.base;

/**
 * One pass of one shape in a library: its memory outside the heap and what the library made for it. Belongs to one scratch, and so
 * to one thread at a time.
 */
public interface Computation extends AutoCloseable {
    /** The calling thread will run this from now on: sets and checks the library's number of threads. */
    void bind();

    /** Copies an input to where the library wants it, in the library's layout if that is not to be timed. */
    void load(Tensor tensor, Values values);

    /** Computes. This alone is timed. */
    void run();

    /** Copies the result out. */
    void store(Values out);

    /** Overwrites the result with NaN, or forgets it, so that a later {@link #store} shows only what a later run computed. */
    void spoil();

    /** Gives back what is outside the heap. */
    @Override
    void close();
}
