package dev.convbench.op;

/**
 * A convolution plan: one strategy bound to one shape. Immutable and safe to share between threads; each thread brings
 * its own {@link Scratch}.
 *
 * <p>Layouts (flat, row-major): x and dx (mb, ic, ih, iw); w and dw (oc, ic/g, kh, kw); b and db (oc); y and dy (mb, oc,
 * oh, ow). Outputs are overwritten whole and never read. Nothing derived from an argument is kept after a call.
 *
 * <p>Every method throws {@link NullPointerException} for a missing array, {@link IllegalArgumentException} for one of
 * another length, for an output that is also an input or for a scratch of another plan, {@link IllegalStateException}
 * for a scratch in use, and {@link UnsupportedOperationException} for a pass that the strategy does not support; all
 * before anything is written.
 */
public interface Convolution {
    /** The sizes this plan is for. */
    ConvShape shape();

    /** The element type this plan is for. */
    Precision precision();

    /** New scratch memory for one thread. */
    Scratch newScratch();

    /** y = x ⋆ w + b. A null {@code b} means no bias. */
    void forward(double[] x, double[] w, double[] b, double[] y, Scratch scratch);

    /** dx = gradient of ⟨dy, x ⋆ w⟩ by x. */
    void backwardData(double[] dy, double[] w, double[] dx, Scratch scratch);

    /** dw = gradient of ⟨dy, x ⋆ w⟩ by w. */
    void backwardWeights(double[] x, double[] dy, double[] dw, Scratch scratch);

    /** db = dy summed over images and pixels. */
    void backwardBias(double[] dy, double[] db, Scratch scratch);

    /**
     * Lays the weights out as {@link #forward(double[], PreparedWeights, double[], double[], Scratch)} wants them, once
     * for many calls. Later changes of {@code w} do not reach the result.
     */
    PreparedWeights prepare(double[] w);

    /** As {@link #forward(double[], double[], double[], double[], Scratch)} with weights prepared by this plan. */
    void forward(double[] x, PreparedWeights w, double[] b, double[] y, Scratch scratch);

    /**
     * The published error bound: |a − exact| ≤ c·(K + 1)·u·Σ|x||w| with K the reduction length of the pass and u the unit
     * roundoff; this is c. The sum runs over the terms of the element itself, so 1 holds for every algorithm that only
     * reorders them.
     */
    default double errorFactor(Pass pass) {
        return 1;
    }
}
