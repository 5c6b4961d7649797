package dev.convbench.bench;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;

/** Which strategies {@link ConvInference} can measure. */
public final class InferenceSupport {
    private InferenceSupport() {}

    /** Whether an available strategy does the forward pass of a shape with weights in a layout of its own. */
    public static Support of(Strategy strategy, ConvShape shape, Precision precision) {
        Support support = strategy.supports(shape, Pass.FORWARD, precision);
        if (!support.ok() || strategy.convolution(shape, precision).preparesWeights()) {
            return support;
        }
        return Support.no("it reads the weights as they are: prepared or not makes no difference");
    }
}
