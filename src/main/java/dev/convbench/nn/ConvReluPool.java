package dev.convbench.nn;

import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Strategy;

/**
 * y = maxpool(relu(x ⋆ w + b)).
 *
 * <p>Plain: one layer after the other. Fused: relu grows monotonically, so maxpool(relu(v)) = relu(maxpool(v)), and the
 * gradient of a window without positive values is 0 either way; rectifying the pooled map instead, in place, gives the same
 * numbers and spares two passes over the large map.
 */
public final class ConvReluPool {
    private final ConvLayer conv;
    private final PoolLayer pool;
    private final Relu relu;
    private final double[] convolved;
    private final double[] dconvolved;
    /** Plain: the rectified map. Null if fused. */
    private final double[] rectified;
    /** Plain: gradient of the rectified map. Fused: gradient of the pooled map before it is rectified. */
    private final double[] masked;

    /**
     * A layer.
     *
     * @param fused whether to rectify the pooled map; a pooling with padding, whose windows may be empty, is always plain
     * @throws IllegalArgumentException if the pooling is no maximum or does not fit the output of the convolution
     * @throws UnsupportedOperationException with the reason, if the strategy cannot do it
     */
    public ConvReluPool(Strategy strategy, ConvShape convShape, PoolShape poolShape, boolean fused) {
        requireFit(convShape, poolShape);
        boolean afterPool = fused && isNeverEmpty(poolShape);
        conv = new ConvLayer(strategy, convShape);
        pool = new PoolLayer(strategy, poolShape);
        int length = afterPool ? poolShape.yLength() : poolShape.xLength();
        relu = new Relu(length, strategy.runner());
        convolved = new double[convShape.yLength()];
        dconvolved = new double[convShape.yLength()];
        rectified = afterPool ? null : new double[length];
        masked = new double[length];
    }

    private static void requireFit(ConvShape conv, PoolShape pool) {
        if (!pool.isMax()) {
            throw new IllegalArgumentException("the pooling takes an average, must take the maximum: " + pool);
        }
        if (pool.mb() != conv.mb() || pool.c() != conv.oc() || pool.ih() != conv.oh() || pool.iw() != conv.ow()) {
            throw new IllegalArgumentException("the pooling " + pool + " does not take the output of " + conv);
        }
    }

    private static boolean isNeverEmpty(PoolShape pool) {
        return pool.padTop() == 0 && pool.padBottom() == 0 && pool.padLeft() == 0 && pool.padRight() == 0;
    }

    /** Whether relu comes after the pooling. */
    public boolean isFused() {
        return rectified == null;
    }

    /** y = maxpool(relu(x ⋆ w + b)). */
    public void forward(double[] x, double[] w, double[] b, double[] y) {
        conv.forward(x, w, b, convolved);
        if (isFused()) {
            pool.forward(convolved, y);
            relu.forward(y, y);
        } else {
            relu.forward(convolved, rectified);
            pool.forward(rectified, y);
        }
    }

    /**
     * The gradients for the x of the last {@link #forward}.
     *
     * @param y what that gave
     * @param dx null if not wanted
     */
    public void backward(double[] x, double[] w, double[] y, double[] dy, double[] dx, double[] dw, double[] db) {
        if (isFused()) {
            relu.backward(y, dy, masked);
            pool.backward(masked, dconvolved);
        } else {
            pool.backward(dy, masked);
            relu.backward(rectified, masked, dconvolved);
        }
        conv.backward(x, w, dconvolved, dx, dw, db);
    }
}
