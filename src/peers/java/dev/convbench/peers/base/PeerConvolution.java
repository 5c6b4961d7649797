package dev.convbench.peers.base;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.PreparedWeights;
import dev.convbench.op.Scratch;
import java.util.function.Predicate;

/** A convolution of a library: checks the arguments, copies them to the library, computes, copies the result back. */
class PeerConvolution implements Convolution {
    /** Makes what computes a pass. */
    interface Maker {
        /**
         * The computation of a pass.
         *
         * @param pass the pass
         * @param bias whether a bias is added
         * @param prepared for a library that lays weights out: weights that it takes and lays out now, so that no run does; null
         *     if they are loaded like the other inputs, and laying them out belongs to the run
         */
        Computation of(Pass pass, boolean bias, Values prepared);
    }

    private final String strategy;
    private final ConvShape shape;
    private final Precision precision;
    private final boolean prepares;
    private final Predicate<Pass> supported;
    private final Maker maker;

    /**
     * A plan.
     *
     * @param strategy name, for messages
     * @param shape sizes
     * @param precision of the arrays
     * @param prepares whether the library lays weights out
     * @param supported which passes there are
     * @param maker makes what computes
     */
    PeerConvolution(
            String strategy,
            ConvShape shape,
            Precision precision,
            boolean prepares,
            Predicate<Pass> supported,
            Maker maker) {
        this.strategy = strategy;
        this.shape = shape;
        this.precision = precision;
        this.prepares = prepares;
        this.supported = supported;
        this.maker = maker;
    }

    @Override
    public ConvShape shape() {
        return shape;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public Scratch newScratch() {
        return new PeerScratch(this);
    }

    @Override
    public boolean preparesWeights() {
        return prepares;
    }

    @Override
    public void forward(double[] x, double[] w, double[] b, double[] y, Scratch scratch) {
        forward(Values.of(x), Values.of(w), Values.of(b), Values.of(y), scratch);
    }

    @Override
    public void forward(float[] x, float[] w, float[] b, float[] y, Scratch scratch) {
        forward(Values.of(x), Values.of(w), Values.of(b), Values.of(y), scratch);
    }

    private void forward(Values x, Values w, Values b, Values y, Scratch scratch) {
        check(w, shape.wLength(), "w");
        checkDistinct(y, "y", w, "w");
        checkForward(x, b, y);
        call(Pass.FORWARD, null, x, w, b, null, y, scratch);
    }

    @Override
    public void backwardData(double[] dy, double[] w, double[] dx, Scratch scratch) {
        backwardData(Values.of(dy), Values.of(w), Values.of(dx), scratch);
    }

    @Override
    public void backwardData(float[] dy, float[] w, float[] dx, Scratch scratch) {
        backwardData(Values.of(dy), Values.of(w), Values.of(dx), scratch);
    }

    private void backwardData(Values dy, Values w, Values dx, Scratch scratch) {
        check(dy, shape.yLength(), "dy");
        check(w, shape.wLength(), "w");
        check(dx, shape.xLength(), "dx");
        checkDistinct(dx, "dx", dy, "dy");
        checkDistinct(dx, "dx", w, "w");
        call(Pass.BACKWARD_DATA, null, null, w, null, dy, dx, scratch);
    }

    @Override
    public void backwardWeights(double[] x, double[] dy, double[] dw, Scratch scratch) {
        backwardWeights(Values.of(x), Values.of(dy), Values.of(dw), scratch);
    }

    @Override
    public void backwardWeights(float[] x, float[] dy, float[] dw, Scratch scratch) {
        backwardWeights(Values.of(x), Values.of(dy), Values.of(dw), scratch);
    }

    private void backwardWeights(Values x, Values dy, Values dw, Scratch scratch) {
        check(x, shape.xLength(), "x");
        check(dy, shape.yLength(), "dy");
        check(dw, shape.wLength(), "dw");
        checkDistinct(dw, "dw", x, "x");
        checkDistinct(dw, "dw", dy, "dy");
        call(Pass.BACKWARD_WEIGHTS, null, x, null, null, dy, dw, scratch);
    }

    @Override
    public void backwardBias(double[] dy, double[] db, Scratch scratch) {
        throw unsupported(Pass.BACKWARD_BIAS);
    }

    @Override
    public void backwardBias(float[] dy, float[] db, Scratch scratch) {
        throw unsupported(Pass.BACKWARD_BIAS);
    }

    @Override
    public PreparedWeights prepare(double[] w) {
        return prepare(Values.of(w));
    }

    @Override
    public PreparedWeights prepare(float[] w) {
        return prepare(Values.of(w));
    }

    private PreparedWeights prepare(Values w) {
        check(w, shape.wLength(), "w");
        return new PeerWeights(this, w.copy());
    }

    @Override
    public void forward(double[] x, PreparedWeights w, double[] b, double[] y, Scratch scratch) {
        forward(Values.of(x), w, Values.of(b), Values.of(y), scratch);
    }

    @Override
    public void forward(float[] x, PreparedWeights w, float[] b, float[] y, Scratch scratch) {
        forward(Values.of(x), w, Values.of(b), Values.of(y), scratch);
    }

    private void forward(Values x, PreparedWeights w, Values b, Values y, Scratch scratch) {
        if (w == null) {
            throw new NullPointerException("w is null");
        }
        if (!(w instanceof PeerWeights prepared) || prepared.plan != this) {
            throw new IllegalArgumentException("these weights were prepared by another plan");
        }
        checkForward(x, b, y);
        call(Pass.FORWARD, prepared, x, null, b, null, y, scratch);
    }

    private void checkForward(Values x, Values b, Values y) {
        check(x, shape.xLength(), "x");
        check(y, shape.yLength(), "y");
        checkDistinct(y, "y", x, "x");
        if (b != null) {
            check(b, shape.oc(), "b");
            checkDistinct(y, "y", b, "b");
        }
    }

    private void check(Values values, int length, String name) {
        PeerArguments.check(values, length, name, precision, shape);
    }

    private static void checkDistinct(Values output, String outputName, Values input, String inputName) {
        PeerArguments.distinct(output, outputName, input, inputName);
    }

    private UnsupportedOperationException unsupported(Pass pass) {
        return new UnsupportedOperationException(strategy + " does not support " + pass.text() + " for " + shape);
    }

    private void call(
            Pass pass, PeerWeights prepared, Values x, Values w, Values b, Values dy, Values out, Scratch scratch) {
        if (!supported.test(pass)) {
            throw unsupported(pass);
        }
        PeerScratch s = PeerArguments.scratch(scratch);
        s.enter(this);
        try {
            boolean bias = b != null;
            Computation computation =
                    s.computation(new PeerScratch.Key(pass, bias, prepared), () -> make(pass, bias, prepared));
            load(computation, Tensor.X, x);
            load(computation, Tensor.W, w);
            load(computation, Tensor.B, b);
            load(computation, Tensor.DY, dy);
            s.compute(computation);
            s.read(out);
        } finally {
            s.exit();
        }
    }

    private Computation make(Pass pass, boolean bias, PeerWeights weights) {
        Computation made = maker.of(pass, bias, weights == null ? null : weights.values);
        if (weights != null && !prepares) {
            made.load(Tensor.W, weights.values);
        }
        return made;
    }

    private static void load(Computation computation, Tensor tensor, Values values) {
        if (values != null) {
            computation.load(tensor, values);
        }
    }

    @Override
    public String toString() {
        return strategy + " " + shape;
    }
}
