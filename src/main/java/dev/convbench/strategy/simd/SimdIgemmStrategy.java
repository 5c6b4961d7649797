package dev.convbench.strategy.simd;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Support;

/** Implicit GEMM: dense panels of pixels packed block by block, never a whole column matrix. */
public final class SimdIgemmStrategy extends SimdFamily {
    /** The strategy {@code simd-igemm}. */
    public SimdIgemmStrategy() {
        super("simd-igemm", "implicit GEMM: pixels packed densely, block by block", 420);
    }

    @Override
    Support supportsPass(ConvShape shape, Pass pass) {
        if (!IgemmPass.fits(shape)) {
            return Support.no(
                    "the taps of a channel do not fit a block of terms, or the pixels of a row a panel: use simd-direct");
        }
        return pass == Pass.BACKWARD_DATA && (shape.sh() > 1 || shape.sw() > 1)
                ? Support.no("the input gradient with a stride scatters pixels, which panels cannot: use simd-direct")
                : Support.yes();
    }

    @Override
    ConvKernel kernel(ConvShape shape, Pass pass) {
        return switch (pass) {
            case FORWARD -> IgemmPass.forward(shape);
            case BACKWARD_DATA -> IgemmPass.backwardData(shape);
            case BACKWARD_WEIGHTS -> new IgemmBackwardWeights(shape);
            case BACKWARD_BIAS -> new SimdBackwardBias(shape);
        };
    }
}
