package dev.convbench.nn;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Strategy;

/**
 * y = relu(x ⋆ w + b).
 *
 * <p>Plain: the convolution has an output of its own. Fused: the convolution writes y, which is rectified in place; the same
 * numbers with less memory.
 */
public final class ConvRelu {
    private final ConvLayer conv;
    private final Relu relu;
    /** Output of the convolution; null if fused. */
    private final double[] convolved;
    /** Gradient of it. */
    private final double[] dconvolved;

    /**
     * A layer.
     *
     * @param fused whether to rectify in place
     * @throws UnsupportedOperationException with the reason, if the strategy cannot do it
     */
    public ConvRelu(Strategy strategy, ConvShape shape, boolean fused) {
        conv = new ConvLayer(strategy, shape);
        relu = new Relu(shape.yLength(), strategy.runner());
        convolved = fused ? null : new double[shape.yLength()];
        dconvolved = new double[shape.yLength()];
    }

    /** y = relu(x ⋆ w + b). */
    public void forward(double[] x, double[] w, double[] b, double[] y) {
        double[] target = convolved == null ? y : convolved;
        conv.forward(x, w, b, target);
        relu.forward(target, y);
    }

    /**
     * The gradients.
     *
     * @param y what {@link #forward} gave
     * @param dx null if not wanted
     */
    public void backward(double[] x, double[] w, double[] y, double[] dy, double[] dx, double[] dw, double[] db) {
        relu.backward(y, dy, dconvolved);
        conv.backward(x, w, dconvolved, dx, dw, db);
    }
}
