package dev.convbench.op;

/**
 * A pooling plan: one strategy bound to one shape. Immutable and safe to share between threads; each thread brings its
 * own {@link Scratch}.
 *
 * <p>Layouts (flat, row-major): x and dx (mb, c, ih, iw); y, dy and argmax (mb, c, oh, ow). Outputs are overwritten whole
 * and never read.
 *
 * <p>Max pooling: padding counts as −∞; the first maximum in row-major order wins; a NaN in the window comes out, and the
 * last NaN is the argmax; a window without pixels gives −∞, argmax −1 and no gradient. Average pooling has no argmax: pass
 * null.
 *
 * <p>Exceptions as in {@link Convolution}.
 */
public interface Pooling {
    /** The sizes this plan is for. */
    PoolShape shape();

    /** The element type this plan is for. */
    Precision precision();

    /** New scratch memory for one thread. */
    Scratch newScratch();

    /**
     * y = pool(x).
     *
     * @param argmax receives for max pooling where each maximum stands, the workspace of {@link #backward}; null for
     *     averages
     */
    void forward(double[] x, double[] y, int[] argmax, Scratch scratch);

    /**
     * dx = gradient of ⟨dy, pool(x)⟩ by x.
     *
     * @param argmax what {@link #forward} wrote; null for averages. Values outside −1 … ih·iw − 1 are refused with {@link
     *     IndexOutOfBoundsException}, at the latest when they are met
     */
    void backward(double[] dy, int[] argmax, double[] dx, Scratch scratch);

    /**
     * The published error bound of averages: |a − exact| ≤ c·(K + 1)·u·Σ|terms|; this is c. Maxima are exact.
     */
    default double errorFactor(Pass pass) {
        return shape().isMax() && pass == Pass.FORWARD ? 0 : 1;
    }
}
