package dev.convbench.strategy.simd;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Support;

/** Direct convolution: register tiles on a padded copy of a few rows, no column matrix. */
public final class SimdDirectStrategy extends SimdFamily {
    /** The strategy {@code simd-direct}. */
    public SimdDirectStrategy() {
        super("simd-direct", "register-tiled direct convolution on a padded copy of a few rows", 410);
    }

    @Override
    Support supportsPass(ConvShape shape, Pass pass) {
        return Support.yes();
    }

    @Override
    ConvKernel kernel(ConvShape shape, Pass pass) {
        return switch (pass) {
            case FORWARD -> DirectPass.forward(shape);
            case BACKWARD_DATA -> DirectPass.backwardData(shape);
            case BACKWARD_WEIGHTS -> new DirectBackwardWeights(shape);
            case BACKWARD_BIAS -> new SimdBackwardBias(shape);
        };
    }
}
