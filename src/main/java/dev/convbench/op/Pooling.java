package dev.convbench.op;

/**
 * A pooling plan: one strategy bound to one shape and one precision. Immutable and safe to share between threads; each
 * thread brings its own {@link Scratch}.
 *
 * <p>Layouts (flat, row-major): x and dx (mb, c, ih, iw); y, dy and argmax (mb, c, oh, ow). Outputs are overwritten whole
 * and never read.
 *
 * <p>Max pooling: padding counts as −∞; the first maximum in row-major order wins; a NaN in the window comes out, and the
 * last NaN is the argmax; a window without pixels gives −∞, argmax −1 and no gradient. Average pooling has no argmax: pass
 * null.
 *
 * <p>Each method exists for double and for float arrays, as in {@link Convolution}; so are the exceptions.
 */
public interface Pooling {
    /** A plan that shows its chunks, so that several workers can run them. */
    interface Chunked extends Pooling {
        /** The same kernels, their chunks run by {@code workers}. */
        Pooling on(String name, ChunkRunner workers);
    }

    /** The sizes this plan is for. */
    PoolShape shape();

    /** The element type this plan is for. */
    Precision precision();

    /** New scratch memory for one thread. */
    Scratch newScratch();

    /** Whether max pooling says where the maxima stand. A library that gives only the maxima does not, and leaves {@code argmax} as it is. */
    default boolean writesArgmax() {
        return true;
    }

    /** Whether NaN, infinities and signed zeros come out as said above. A library from outside may promise that for finite values only. */
    default boolean promisesNonFinite() {
        return true;
    }

    /**
     * y = pool(x).
     *
     * @param argmax receives for max pooling where each maximum stands, the workspace of {@code backward}; null for
     *     averages
     */
    default void forward(double[] x, double[] y, int[] argmax, Scratch scratch) {
        throw precision().refusal(Precision.F64);
    }

    /**
     * dx = gradient of ⟨dy, pool(x)⟩ by x.
     *
     * @param argmax what {@code forward} wrote; null for averages. Values outside −1 … ih·iw − 1 are refused with {@link
     *     IndexOutOfBoundsException}, at the latest when they are met
     */
    default void backward(double[] dy, int[] argmax, double[] dx, Scratch scratch) {
        throw precision().refusal(Precision.F64);
    }

    /** As {@link #forward(double[], double[], int[], Scratch)} in float. */
    default void forward(float[] x, float[] y, int[] argmax, Scratch scratch) {
        throw precision().refusal(Precision.F32);
    }

    /** As {@link #backward(double[], int[], double[], Scratch)} in float. */
    default void backward(float[] dy, int[] argmax, float[] dx, Scratch scratch) {
        throw precision().refusal(Precision.F32);
    }

    /**
     * The published error bound of averages: |a − exact| ≤ c·(K + 1)·u·Σ|terms|; this is c. Maxima are exact.
     */
    default double errorFactor(Pass pass) {
        return shape().isMax() && pass == Pass.FORWARD ? 0 : 1;
    }
}
