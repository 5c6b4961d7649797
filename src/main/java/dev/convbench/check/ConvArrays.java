package dev.convbench.check;

import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.PreparedWeights;
import dev.convbench.op.Scratch;

/**
 * The arrays of one pass of a convolution in the precision of its plan: copies of {@link ConvInputs}, and the output. Those
 * that the pass does not read are null.
 */
public final class ConvArrays {
    private final Pass pass;
    private final Precision precision;
    private final Elements x;
    private final Elements w;
    private final Elements b;
    private final Elements dy;
    private final Elements out;

    /** Arrays of the precision of {@code values} that hold them. */
    public ConvArrays(ConvInputs values) {
        pass = values.pass();
        precision = values.precision();
        x = Elements.of(values.x(), precision);
        w = Elements.of(values.w(), precision);
        b = Elements.of(values.b(), precision);
        dy = Elements.of(values.dy(), precision);
        out = Elements.of(ConvInputs.outputLength(values.shape(), pass), precision);
    }

    /** The output: y, dx, dw or db. */
    public Elements out() {
        return out;
    }

    /** Overwrites the inputs; an array that {@code values} has not keeps its values. */
    void set(ConvInputs values) {
        set(x, values.x());
        set(w, values.w());
        set(b, values.b());
        set(dy, values.dy());
    }

    private static void set(Elements target, double[] values) {
        if (target != null && values != null) {
            target.set(values);
        }
    }

    /** Overwrites the weights with NaN. */
    void spoilWeights() {
        w.fill(Double.NaN);
    }

    /** The name of the first input whose values are not the given ones, or the empty string. */
    String difference(ConvInputs values) {
        if (differ(x, values.x())) {
            return "x";
        }
        if (differ(w, values.w())) {
            return "w";
        }
        if (differ(b, values.b())) {
            return "b";
        }
        return differ(dy, values.dy()) ? "dy" : "";
    }

    private static boolean differ(Elements actual, double[] values) {
        return actual != null && values != null && !actual.hold(values);
    }

    /** Carries out the pass, with the bias if there is one. */
    public void run(Convolution plan, Scratch scratch) {
        run(plan, scratch, b != null);
    }

    /** Carries out the pass. */
    void run(Convolution plan, Scratch scratch, boolean bias) {
        if (precision == Precision.F64) {
            double[] to = out.f64();
            switch (pass) {
                case FORWARD -> plan.forward(x.f64(), w.f64(), bias ? b.f64() : null, to, scratch);
                case BACKWARD_DATA -> plan.backwardData(dy.f64(), w.f64(), to, scratch);
                case BACKWARD_WEIGHTS -> plan.backwardWeights(x.f64(), dy.f64(), to, scratch);
                case BACKWARD_BIAS -> plan.backwardBias(dy.f64(), to, scratch);
            }
        } else {
            float[] to = out.f32();
            switch (pass) {
                case FORWARD -> plan.forward(x.f32(), w.f32(), bias ? b.f32() : null, to, scratch);
                case BACKWARD_DATA -> plan.backwardData(dy.f32(), w.f32(), to, scratch);
                case BACKWARD_WEIGHTS -> plan.backwardWeights(x.f32(), dy.f32(), to, scratch);
                case BACKWARD_BIAS -> plan.backwardBias(dy.f32(), to, scratch);
            }
        }
    }

    /** The weights, laid out as the plan wants them. */
    public PreparedWeights prepare(Convolution plan) {
        return precision == Precision.F64 ? plan.prepare(w.f64()) : plan.prepare(w.f32());
    }

    /** Carries out the forward pass with prepared weights and with the bias. */
    public void run(Convolution plan, PreparedWeights prepared, Scratch scratch) {
        if (precision == Precision.F64) {
            plan.forward(x.f64(), prepared, b.f64(), out.f64(), scratch);
        } else {
            plan.forward(x.f32(), prepared, b.f32(), out.f32(), scratch);
        }
    }
}
