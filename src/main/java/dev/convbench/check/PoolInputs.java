package dev.convbench.check;

import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;

/**
 * The input values of one pass of a pooling, as doubles, and the precision of the plan that they are for: x forward; dy
 * and, for maxima, argmax backward.
 */
public final class PoolInputs {
    private final PoolShape shape;
    private final Pass pass;
    private final Precision precision;
    private final double[] values;
    private final int[] argmax;

    /**
     * Takes arrays as they are, without a copy, for a double plan.
     *
     * @param values x forward, dy backward
     * @param argmax the workspace of a max pooling backward, else null
     */
    public PoolInputs(PoolShape shape, Pass pass, double[] values, int[] argmax) {
        this(shape, pass, Precision.F64, values, argmax);
    }

    private PoolInputs(PoolShape shape, Pass pass, Precision precision, double[] values, int[] argmax) {
        this.shape = shape;
        this.pass = pass;
        this.precision = precision;
        this.values = values;
        this.argmax = argmax;
    }

    /** Random inputs of a pass; the argmax of a backward pass is that of random inputs forward. */
    public static PoolInputs random(PoolShape shape, Pass pass, long seed, ConvInputs.Source source) {
        PoolInputs forward =
                new PoolInputs(shape, Pass.FORWARD, source.values(shape.xLength(), Data.seed(seed, 0)), null);
        return pass == Pass.FORWARD
                ? forward
                : new PoolInputs(
                        shape,
                        pass,
                        source.values(shape.yLength(), Data.seed(seed, 3)),
                        shape.isMax() ? References.argmax(forward) : null);
    }

    /** Elements of the array that a pass writes. */
    public static int outputLength(PoolShape shape, Pass pass) {
        return pass == Pass.FORWARD ? shape.yLength() : shape.xLength();
    }

    /** Sizes. */
    public PoolShape shape() {
        return shape;
    }

    /** The pass that these are for. */
    public Pass pass() {
        return pass;
    }

    /** The precision of the plan that these are for: every value is one of it. */
    public Precision precision() {
        return precision;
    }

    /** The values rounded to a precision, for a plan of it. */
    public PoolInputs in(Precision other) {
        return new PoolInputs(shape, pass, other, Elements.rounded(values, other), argmax);
    }

    /** Values x forward, dy backward. */
    public double[] values() {
        return values;
    }

    /** Where the maxima stand, or null. */
    public int[] argmax() {
        return argmax;
    }

    /** The largest finite absolute value. */
    double scale() {
        return Data.largest(values);
    }

    /** New arrays with the absolute values. */
    public PoolInputs absolute() {
        return new PoolInputs(shape, pass, precision, Data.absolute(values), argmax);
    }

    /**
     * Carries out the pass with a double plan.
     *
     * @param out y or dx
     * @param argmaxOut where the maxima stand, for a max pooling forward; else null
     */
    void run(Pooling plan, double[] out, int[] argmaxOut, Scratch scratch) {
        if (pass == Pass.FORWARD) {
            plan.forward(values, out, argmaxOut, scratch);
        } else {
            plan.backward(values, argmax, out, scratch);
        }
    }
}
