package dev.convbench.nn;

import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;

/** Pooling by any strategy; remembers where the maxima of the last forward pass stood. Arrays as in {@link Pooling}. */
public final class PoolLayer {
    private final Pooling plan;
    private final Scratch scratch;
    /** Null for averages. */
    private final int[] argmax;

    /**
     * A layer.
     *
     * @throws UnsupportedOperationException with the reason, if the strategy cannot do it
     */
    public PoolLayer(Strategy strategy, PoolShape shape) {
        plan = strategy.pooling(shape, Precision.F64);
        scratch = plan.newScratch();
        argmax = shape.isMax() ? new int[shape.yLength()] : null;
    }

    /** The sizes. */
    public PoolShape shape() {
        return plan.shape();
    }

    /** y = pool(x). */
    public void forward(double[] x, double[] y) {
        plan.forward(x, y, argmax, scratch);
    }

    /** dx for the x of the last {@link #forward}. */
    public void backward(double[] dy, double[] dx) {
        plan.backward(dy, argmax, dx, scratch);
    }
}
