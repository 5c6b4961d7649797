package dev.convbench.check;

import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Scratch;
import java.util.Arrays;

/** The input arrays of one pass of a pooling: x forward; dy and, for maxima, argmax backward. */
public final class PoolInputs {
    private final PoolShape shape;
    private final Pass pass;
    private final double[] values;
    private final int[] argmax;

    /**
     * Takes arrays as they are, without a copy.
     *
     * @param values x forward, dy backward
     * @param argmax the workspace of a max pooling backward, else null
     */
    public PoolInputs(PoolShape shape, Pass pass, double[] values, int[] argmax) {
        this.shape = shape;
        this.pass = pass;
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

    /** Values x forward, dy backward. */
    public double[] values() {
        return values;
    }

    /** Where the maxima stand, or null. */
    public int[] argmax() {
        return argmax;
    }

    /** New arrays with the same values. */
    public PoolInputs copy() {
        return new PoolInputs(shape, pass, values.clone(), argmax == null ? null : argmax.clone());
    }

    /** New arrays with the absolute values. */
    public PoolInputs absolute() {
        return new PoolInputs(shape, pass, Data.absolute(values), argmax);
    }

    /** Overwrites the values of these arrays. */
    public void set(PoolInputs other) {
        System.arraycopy(other.values, 0, values, 0, values.length);
        if (argmax != null) {
            System.arraycopy(other.argmax, 0, argmax, 0, argmax.length);
        }
    }

    /** The name of the first array whose values are not those of the other, or the empty string. */
    public String difference(PoolInputs other) {
        if (!Arrays.equals(values, other.values)) {
            return pass == Pass.FORWARD ? "x" : "dy";
        }
        return Arrays.equals(argmax, other.argmax) ? "" : "argmax";
    }

    /**
     * Carries out the pass.
     *
     * @param out y or dx
     * @param argmaxOut where the maxima stand, for a max pooling forward; else null
     */
    public void run(Pooling plan, double[] out, int[] argmaxOut, Scratch scratch) {
        if (pass == Pass.FORWARD) {
            plan.forward(values, out, argmaxOut, scratch);
        } else {
            plan.backward(values, argmax, out, scratch);
        }
    }
}
