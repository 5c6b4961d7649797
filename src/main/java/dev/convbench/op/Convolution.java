package dev.convbench.op;

/**
 * A convolution plan: one strategy bound to one shape and one precision. Immutable and safe to share between threads; each
 * thread brings its own {@link Scratch}.
 *
 * <p>Layouts (flat, row-major): x and dx (mb, ic, ih, iw); w and dw (oc, ic/g, kh, kw); b and db (oc); y and dy (mb, oc,
 * oh, ow). Outputs are overwritten whole and never read. Nothing derived from an argument is kept after a call.
 *
 * <p>Each method exists for double and for float arrays; a plan takes those of its {@link #precision} and implements these
 * methods only.
 *
 * <p>Every method throws {@link NullPointerException} for a missing array, {@link IllegalArgumentException} for arrays of
 * the other precision, for one of another length, for an output that is also an input or for a scratch of another plan,
 * {@link IllegalStateException} for a scratch in use, and {@link UnsupportedOperationException} for a pass that the
 * strategy does not support; all before anything is written.
 */
public interface Convolution {
    /** A plan that shows its chunks, so that several workers can run them. */
    interface Chunked extends Convolution {
        /** The same kernels, their chunks run by {@code workers}. */
        Convolution on(String name, ChunkRunner workers);
    }

    /** The sizes this plan is for. */
    ConvShape shape();

    /** The element type this plan is for. */
    Precision precision();

    /** New scratch memory for one thread. */
    Scratch newScratch();

    /** Whether {@link #prepare(double[])} lays weights out in another way, so that the forward pass saves that work; else it copies them. */
    default boolean preparesWeights() {
        return false;
    }

    /** y = x ⋆ w + b. A null {@code b} means no bias. */
    default void forward(double[] x, double[] w, double[] b, double[] y, Scratch scratch) {
        throw precision().refusal(Precision.F64);
    }

    /** dx = gradient of ⟨dy, x ⋆ w⟩ by x. */
    default void backwardData(double[] dy, double[] w, double[] dx, Scratch scratch) {
        throw precision().refusal(Precision.F64);
    }

    /** dw = gradient of ⟨dy, x ⋆ w⟩ by w. */
    default void backwardWeights(double[] x, double[] dy, double[] dw, Scratch scratch) {
        throw precision().refusal(Precision.F64);
    }

    /** db = dy summed over images and pixels. */
    default void backwardBias(double[] dy, double[] db, Scratch scratch) {
        throw precision().refusal(Precision.F64);
    }

    /**
     * Lays the weights out as {@link #forward(double[], PreparedWeights, double[], double[], Scratch)} wants them, once
     * for many calls. Later changes of {@code w} do not reach the result.
     */
    default PreparedWeights prepare(double[] w) {
        throw precision().refusal(Precision.F64);
    }

    /** As {@link #forward(double[], double[], double[], double[], Scratch)} with weights prepared by this plan. */
    default void forward(double[] x, PreparedWeights w, double[] b, double[] y, Scratch scratch) {
        throw precision().refusal(Precision.F64);
    }

    /** As {@link #forward(double[], double[], double[], double[], Scratch)} in float. */
    default void forward(float[] x, float[] w, float[] b, float[] y, Scratch scratch) {
        throw precision().refusal(Precision.F32);
    }

    /** As {@link #backwardData(double[], double[], double[], Scratch)} in float. */
    default void backwardData(float[] dy, float[] w, float[] dx, Scratch scratch) {
        throw precision().refusal(Precision.F32);
    }

    /** As {@link #backwardWeights(double[], double[], double[], Scratch)} in float. */
    default void backwardWeights(float[] x, float[] dy, float[] dw, Scratch scratch) {
        throw precision().refusal(Precision.F32);
    }

    /** As {@link #backwardBias(double[], double[], Scratch)} in float. */
    default void backwardBias(float[] dy, float[] db, Scratch scratch) {
        throw precision().refusal(Precision.F32);
    }

    /** As {@link #prepare(double[])} in float. */
    default PreparedWeights prepare(float[] w) {
        throw precision().refusal(Precision.F32);
    }

    /** As {@link #forward(double[], PreparedWeights, double[], double[], Scratch)} in float. */
    default void forward(float[] x, PreparedWeights w, float[] b, float[] y, Scratch scratch) {
        throw precision().refusal(Precision.F32);
    }

    /** The published error bound of a pass. */
    default ErrorBound errorBound(Pass pass) {
        return ErrorBound.REORDERED;
    }
}
