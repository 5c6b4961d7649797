package dev.convbench.check;

import dev.convbench.op.Pass;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import java.util.Arrays;

/**
 * The arrays of one pass of a pooling in the precision of its plan: copies of {@link PoolInputs}, the output and, for max
 * pooling forward, where the maxima stand.
 */
public final class PoolArrays {
    /** No index of a plane, and not the −1 of an empty window. */
    private static final int UNWRITTEN = Integer.MIN_VALUE;

    private final Pass pass;
    private final Precision precision;
    private final Elements values;
    private final Elements out;
    /** The workspace: written forward, read backward; null for averages. */
    private final int[] argmax;

    /** Arrays of the precision of {@code inputs} that hold their values. */
    public PoolArrays(PoolInputs inputs) {
        pass = inputs.pass();
        precision = inputs.precision();
        values = Elements.of(inputs.values(), precision);
        out = Elements.of(PoolInputs.outputLength(inputs.shape(), pass), precision);
        boolean writes = inputs.shape().isMax() && pass == Pass.FORWARD;
        argmax = writes
                ? new int[out.length()]
                : inputs.argmax() == null ? null : inputs.argmax().clone();
    }

    /** The output: y or dx. */
    public Elements out() {
        return out;
    }

    /** Where the maxima stand, written by a max pooling forward; null if the pass does not write that. */
    public int[] argmaxOut() {
        return pass == Pass.FORWARD ? argmax : null;
    }

    /** Overwrites the outputs with what no call gives. */
    public void spoil() {
        out.fill(Double.NaN);
        if (argmaxOut() != null) {
            Arrays.fill(argmax, UNWRITTEN);
        }
    }

    /** Overwrites the inputs. */
    void set(PoolInputs inputs) {
        values.set(inputs.values());
        if (inputs.argmax() != null) {
            System.arraycopy(inputs.argmax(), 0, argmax, 0, argmax.length);
        }
    }

    /** The name of the first input whose values are not the given ones, or the empty string. */
    String difference(PoolInputs inputs) {
        if (!values.hold(inputs.values())) {
            return pass == Pass.FORWARD ? "x" : "dy";
        }
        return inputs.argmax() == null || Arrays.equals(argmax, inputs.argmax()) ? "" : "argmax";
    }

    /** Carries out the pass. */
    public void run(Pooling plan, Scratch scratch) {
        if (precision == Precision.F64) {
            run(plan, values.f64(), out.f64(), scratch);
        } else {
            run(plan, values.f32(), out.f32(), scratch);
        }
    }

    private void run(Pooling plan, double[] from, double[] to, Scratch scratch) {
        if (pass == Pass.FORWARD) {
            plan.forward(from, to, argmax, scratch);
        } else {
            plan.backward(from, argmax, to, scratch);
        }
    }

    private void run(Pooling plan, float[] from, float[] to, Scratch scratch) {
        if (pass == Pass.FORWARD) {
            plan.forward(from, to, argmax, scratch);
        } else {
            plan.backward(from, argmax, to, scratch);
        }
    }
}
