package dev.convbench.check;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PreparedWeights;
import dev.convbench.op.Scratch;
import java.util.Arrays;

/** The input arrays of one pass of a convolution; those that the pass does not read are null. */
public final class ConvInputs {
    private final ConvShape shape;
    private final Pass pass;
    private final double[] x;
    private final double[] w;
    private final double[] b;
    private final double[] dy;

    /**
     * Takes arrays as they are, without a copy.
     *
     * @param b null for no bias
     */
    public ConvInputs(ConvShape shape, Pass pass, double[] x, double[] w, double[] b, double[] dy) {
        this.shape = shape;
        this.pass = pass;
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
        return new ConvInputs(shape, pass, x, w, null, dy);
    }

    /** New arrays with the same values. */
    public ConvInputs copy() {
        return new ConvInputs(shape, pass, clone(x), clone(w), clone(b), clone(dy));
    }

    private static double[] clone(double[] values) {
        return values == null ? null : values.clone();
    }

    /** New arrays with the absolute values. */
    public ConvInputs absolute() {
        return new ConvInputs(shape, pass, Data.absolute(x), Data.absolute(w), Data.absolute(b), Data.absolute(dy));
    }

    /** Overwrites the values of these arrays; an array that the other has not keeps its values. */
    public void set(ConvInputs other) {
        set(x, other.x);
        set(w, other.w);
        set(b, other.b);
        set(dy, other.dy);
    }

    private static void set(double[] target, double[] source) {
        if (target != null && source != null) {
            System.arraycopy(source, 0, target, 0, source.length);
        }
    }

    /** The name of the first array whose values are not those of the other, or the empty string. */
    public String difference(ConvInputs other) {
        if (!Arrays.equals(x, other.x)) {
            return "x";
        }
        if (!Arrays.equals(w, other.w)) {
            return "w";
        }
        if (!Arrays.equals(b, other.b)) {
            return "b";
        }
        return Arrays.equals(dy, other.dy) ? "" : "dy";
    }

    /** Carries out the pass; {@code out} is y, dx, dw or db. */
    public void run(Convolution plan, double[] out, Scratch scratch) {
        switch (pass) {
            case FORWARD -> plan.forward(x, w, b, out, scratch);
            case BACKWARD_DATA -> plan.backwardData(dy, w, out, scratch);
            case BACKWARD_WEIGHTS -> plan.backwardWeights(x, dy, out, scratch);
            case BACKWARD_BIAS -> plan.backwardBias(dy, out, scratch);
        }
    }

    /** Carries out the forward pass with prepared weights. */
    public void run(Convolution plan, PreparedWeights prepared, double[] out, Scratch scratch) {
        plan.forward(x, prepared, b, out, scratch);
    }
}
