package dev.convbench.check;

import dev.convbench.op.BatchNorm;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;

/** The arrays of a batch normalisation and its gradients in the precision of its plan: copies of {@link BatchNormInputs}, and the outputs. */
public final class BatchNormArrays {
    private final BatchNormInputs inputs;
    private final Elements x;
    private final Elements gamma;
    private final Elements beta;
    private final Elements mean;
    private final Elements variance;
    private final Elements dy;
    private final Elements y;
    private final Elements dx;
    private final Elements dgamma;
    private final Elements dbeta;

    /** Arrays of the precision of {@code inputs} that hold their values; outputs hold NaN. */
    public BatchNormArrays(BatchNormInputs inputs) {
        this.inputs = inputs;
        Precision precision = inputs.precision();
        int channels = inputs.shape().c();
        x = Elements.of(inputs.x(), precision);
        gamma = Elements.of(inputs.gamma(), precision);
        beta = Elements.of(inputs.beta(), precision);
        mean = inputs.isGiven() ? Elements.of(inputs.mean(), precision) : output(channels);
        variance = inputs.isGiven() ? Elements.of(inputs.variance(), precision) : output(channels);
        dy = Elements.of(inputs.dy(), precision);
        y = output(inputs.shape().length());
        dx = output(inputs.shape().length());
        dgamma = output(channels);
        dbeta = output(channels);
    }

    private Elements output(int length) {
        Elements elements = Elements.of(length, inputs.precision());
        elements.fill(Double.NaN);
        return elements;
    }

    /** Forward, and backward if there is a gradient of the output. */
    public void run(BatchNorm plan, Scratch scratch) {
        if (inputs.precision() == Precision.F64) {
            runDouble(plan, scratch);
        } else {
            runFloat(plan, scratch);
        }
    }

    private void runDouble(BatchNorm plan, Scratch scratch) {
        double eps = inputs.eps();
        double[] m = mean.f64();
        double[] v = variance.f64();
        if (inputs.isGiven()) {
            plan.forwardTest(x.f64(), gamma.f64(), beta.f64(), eps, m, v, y.f64(), scratch);
        } else {
            plan.forwardTrain(x.f64(), gamma.f64(), beta.f64(), eps, y.f64(), m, v, scratch);
        }
        if (dy == null) {
            return;
        }
        if (inputs.isGiven()) {
            plan.backwardTest(x.f64(), gamma.f64(), eps, m, v, dy.f64(), dx.f64(), dgamma.f64(), dbeta.f64(), scratch);
        } else {
            plan.backwardTrain(x.f64(), gamma.f64(), eps, m, v, dy.f64(), dx.f64(), dgamma.f64(), dbeta.f64(), scratch);
        }
    }

    private void runFloat(BatchNorm plan, Scratch scratch) {
        float eps = (float) inputs.eps();
        float[] m = mean.f32();
        float[] v = variance.f32();
        if (inputs.isGiven()) {
            plan.forwardTest(x.f32(), gamma.f32(), beta.f32(), eps, m, v, y.f32(), scratch);
        } else {
            plan.forwardTrain(x.f32(), gamma.f32(), beta.f32(), eps, y.f32(), m, v, scratch);
        }
        if (dy == null) {
            return;
        }
        if (inputs.isGiven()) {
            plan.backwardTest(x.f32(), gamma.f32(), eps, m, v, dy.f32(), dx.f32(), dgamma.f32(), dbeta.f32(), scratch);
        } else {
            plan.backwardTrain(x.f32(), gamma.f32(), eps, m, v, dy.f32(), dx.f32(), dgamma.f32(), dbeta.f32(), scratch);
        }
    }

    /** The output. */
    public Elements y() {
        return y;
    }

    /** The gradient of the input. */
    public Elements dx() {
        return dx;
    }

    /** The gradient of the factors. */
    public Elements dgamma() {
        return dgamma;
    }

    /** The gradient of the summands. */
    public Elements dbeta() {
        return dbeta;
    }

    /** The mean of each channel. */
    public Elements mean() {
        return mean;
    }

    /** The biased variance of each channel. */
    public Elements variance() {
        return variance;
    }
}
