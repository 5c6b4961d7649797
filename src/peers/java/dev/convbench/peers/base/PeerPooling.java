package dev.convbench.peers.base;

import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import java.util.function.Supplier;

/** The forward pass of a pooling of a library: maxima without their places. */
class PeerPooling implements Pooling {
    private final String strategy;
    private final PoolShape shape;
    private final Precision precision;
    private final Supplier<Computation> maker;

    /**
     * A plan.
     *
     * @param strategy name, for messages
     * @param shape sizes
     * @param precision of the arrays
     * @param maker makes what computes
     */
    PeerPooling(String strategy, PoolShape shape, Precision precision, Supplier<Computation> maker) {
        this.strategy = strategy;
        this.shape = shape;
        this.precision = precision;
        this.maker = maker;
    }

    @Override
    public PoolShape shape() {
        return shape;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public boolean writesArgmax() {
        return false;
    }

    @Override
    public boolean promisesNonFinite() {
        return false;
    }

    @Override
    public Scratch newScratch() {
        return new PeerScratch(this);
    }

    @Override
    public void forward(double[] x, double[] y, int[] argmax, Scratch scratch) {
        forward(Values.of(x), Values.of(y), scratch);
    }

    @Override
    public void forward(float[] x, float[] y, int[] argmax, Scratch scratch) {
        forward(Values.of(x), Values.of(y), scratch);
    }

    private void forward(Values x, Values y, Scratch scratch) {
        PeerArguments.check(x, shape.xLength(), "x", precision, shape);
        PeerArguments.check(y, shape.yLength(), "y", precision, shape);
        PeerArguments.distinct(y, "y", x, "x");
        PeerArguments.entered(scratch, this, s -> {
            Computation computation = s.computation(new PeerScratch.Key(Pass.FORWARD, false, null), maker);
            computation.load(Tensor.X, x);
            s.compute(computation);
            s.read(y);
        });
    }

    @Override
    public void backward(double[] dy, int[] argmax, double[] dx, Scratch scratch) {
        throw unsupported();
    }

    @Override
    public void backward(float[] dy, int[] argmax, float[] dx, Scratch scratch) {
        throw unsupported();
    }

    private UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException(
                strategy + " does not support " + Pass.BACKWARD_DATA.text() + " for " + shape);
    }

    @Override
    public String toString() {
        return strategy + " " + shape;
    }
}
