package dev.convbench.check;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import java.util.Arrays;

/**
 * The input values of one pass of a convolution, as doubles, and the precision of the plan that they are for; arrays that
 * the pass does not read are null.
 */
public final class ConvInputs {
    private final ConvShape shape;
    private final Pass pass;
    private final Precision precision;
    private final double[] x;
    private final double[] w;
    private final double[] b;
    private final double[] dy;

    /**
     * Takes arrays as they are, without a copy, for a double plan.
     *
     * @param b null for no bias
     */
    public ConvInputs(ConvShape shape, Pass pass, double[] x, double[] w, double[] b, double[] dy) {
        this(shape, pass, Precision.F64, x, w, b, dy);
    }

    private ConvInputs(
            ConvShape shape, Pass pass, Precision precision, double[] x, double[] w, double[] b, double[] dy) {
        this.shape = shape;
        this.pass = pass;
        this.precision = precision;
        this.x = reads(pass, Pass.FORWARD, Pass.BACKWARD_WEIGHTS) ? x : null;
        this.w = reads(pass, Pass.FORWARD, Pass.BACKWARD_DATA) ? w : null;
        this.b = pass == Pass.FORWARD ? b : null;
        this.dy = pass == Pass.FORWARD ? null : dy;
    }

    private static boolean reads(Pass pass, Pass one, Pass other) {
        return pass == one || pass == other;
    }

    /** What fills an array of some length from a seed: a method of {@link Data}. */
    public interface Source {
        /** Values of one array. */
        double[] values(int length, long seed);
    }

    /** Random inputs, for example {@code random(shape, pass, seed, Data::uniform)}. */
    public static ConvInputs random(ConvShape shape, Pass pass, long seed, Source source) {
        return new ConvInputs(
                shape,
                pass,
                source.values(shape.xLength(), Data.seed(seed, 0)),
                source.values(shape.wLength(), Data.seed(seed, 1)),
                source.values(shape.oc(), Data.seed(seed, 2)),
                source.values(shape.yLength(), Data.seed(seed, 3)));
    }

    /** Elements of the array that a pass writes. */
    public static int outputLength(ConvShape shape, Pass pass) {
        return switch (pass) {
            case FORWARD -> shape.yLength();
            case BACKWARD_DATA -> shape.xLength();
            case BACKWARD_WEIGHTS -> shape.wLength();
            case BACKWARD_BIAS -> shape.oc();
        };
    }

    /** Sizes. */
    public ConvShape shape() {
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
    public ConvInputs in(Precision other) {
        return new ConvInputs(
                shape,
                pass,
                other,
                Elements.rounded(x, other),
                Elements.rounded(w, other),
                Elements.rounded(b, other),
                Elements.rounded(dy, other));
    }

    /** Input, or null. */
    public double[] x() {
        return x;
    }

    /** Weights, or null. */
    public double[] w() {
        return w;
    }

    /** Bias, or null. */
    public double[] b() {
        return b;
    }

    /** Gradient of the output, or null. */
    public double[] dy() {
        return dy;
    }

    /** The same arrays without the bias. */
    public ConvInputs withoutBias() {
        return new ConvInputs(shape, pass, precision, x, w, null, dy);
    }

    /** Whether no input is NaN or infinite. */
    boolean isFinite() {
        for (double[] values : new double[][] {x, w, b, dy}) {
            if (values != null && !Arrays.stream(values).allMatch(Double::isFinite)) {
                return false;
            }
        }
        return true;
    }

    /** The largest product of finite inputs, or the largest summand if that is larger. */
    double scale() {
        double product = 1;
        for (double[] factor : new double[][] {x, w, dy}) {
            product *= factor == null ? 1 : Data.largest(factor);
        }
        return Math.max(product, Data.largest(b));
    }

    /** New arrays with the absolute values. */
    public ConvInputs absolute() {
        return new ConvInputs(
                shape, pass, precision, Data.absolute(x), Data.absolute(w), Data.absolute(b), Data.absolute(dy));
    }

    /** Carries out the pass with a double plan; {@code out} is y, dx, dw or db. */
    void run(Convolution plan, double[] out, Scratch scratch) {
        switch (pass) {
            case FORWARD -> plan.forward(x, w, b, out, scratch);
            case BACKWARD_DATA -> plan.backwardData(dy, w, out, scratch);
            case BACKWARD_WEIGHTS -> plan.backwardWeights(x, dy, out, scratch);
            case BACKWARD_BIAS -> plan.backwardBias(dy, out, scratch);
        }
    }
}
