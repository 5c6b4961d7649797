package dev.convbench.strategy.simd;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Support;

/** Depthwise convolution plane by plane: where each group has one channel in and one out, there is no reuse to block for. */
public final class SimdDepthwiseStrategy extends SimdFamily {
    /** The strategy {@code simd-depthwise}. */
    public SimdDepthwiseStrategy() {
        super("simd-depthwise", "one filter per plane, vectors along the rows", 430);
    }

    /** Whether every group has one input and one output channel. */
    static boolean suits(ConvShape shape) {
        return shape.icPerGroup() == 1 && shape.ocPerGroup() == 1;
    }

    @Override
    Support supportsPass(ConvShape shape, Pass pass) {
        return suits(shape)
                ? Support.yes()
                : Support.no("not depthwise: a group has " + shape.icPerGroup() + " input and " + shape.ocPerGroup()
                        + " output channels");
    }

    @Override
    ConvKernel kernel(ConvShape shape, Pass pass) {
        return switch (pass) {
            case FORWARD -> DepthwisePass.forward(shape);
            case BACKWARD_DATA -> DepthwisePass.backwardData(shape);
            case BACKWARD_WEIGHTS -> new DirectBackwardWeights(shape);
            case BACKWARD_BIAS -> new SimdBackwardBias(shape);
        };
    }
}
