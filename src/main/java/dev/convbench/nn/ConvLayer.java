package dev.convbench.nn;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;

/** Convolution by any strategy, with the scratch memory of one thread. Arrays as in {@link Convolution}. */
public final class ConvLayer {
    private final Convolution plan;
    private final Scratch scratch;

    /**
     * A layer.
     *
     * @throws UnsupportedOperationException with the reason, if the strategy cannot do it
     */
    public ConvLayer(Strategy strategy, ConvShape shape) {
        plan = strategy.convolution(shape, Precision.F64);
        scratch = plan.newScratch();
    }

    /** The sizes. */
    public ConvShape shape() {
        return plan.shape();
    }

    /** y = x ⋆ w + b. */
    public void forward(double[] x, double[] w, double[] b, double[] y) {
        plan.forward(x, w, b, y, scratch);
    }

    /**
     * The gradients.
     *
     * @param dx null if not wanted: a first layer has no use for it
     */
    public void backward(double[] x, double[] w, double[] dy, double[] dx, double[] dw, double[] db) {
        if (dx != null) {
            plan.backwardData(dy, w, dx, scratch);
        }
        plan.backwardWeights(x, dy, dw, scratch);
        plan.backwardBias(dy, db, scratch);
    }
}
