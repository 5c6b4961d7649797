package dev.convbench.strategy.simd;

import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormPlan;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolPlan;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Support;

/**
 * The Vector API strategy: picks, by shape and pass, the convolution kernel that the rule below expects to be fastest, and
 * holds the vectorised pooling. The rule looks at the shape alone.
 */
public final class SimdStrategy extends SimdFamily {
    /** With fewer terms than this a pixel is packed for too few multiply-adds. */
    private static final int LONG_SUM = 128;

    /** Tiles over the gaps between rows must take so many times the vectors of dense pixels before packing pays. */
    private static final double WORTH_PACKING = 1.25;

    /**
     * From so many output channels of a 1x1 kernel of stride 1 on, packing its pixels densely costs less than reading them plane by plane;
     * with a stride it does in any case, as they have to be copied anyway.
     */
    private static final int OUTPUTS_WORTH_PACKING = 64;

    /**
     * From so many weights on, 6 MiB, pixels are packed for kernels of several taps, too: weights and a block of all channels no longer fit into
     * L2 together, a block of terms does.
     */
    private static final int WEIGHTS_WORTH_PACKING_TAPS = 768 * 1024;

    /** With fewer channels a block of terms has too few of them to share among workers. */
    private static final int CHANNELS_WORTH_PACKING_TAPS = 16;

    /** With fewer pixels in all, weights set the pace, and they are read in longer runs where nothing is packed. */
    private static final int PIXELS_WORTH_PACKING_TAPS = 32;

    /** In the gradient of the input weights are packed in pieces, which takes longer, and pays for maps of more pixels only. */
    private static final int PIXELS_WORTH_PACKING_GRADIENT = 96;

    /** With fewer output channels than a tile has rows, packing terms costs more than it saves. */
    private static final int FEW_OUTPUTS = 4;

    /** The strategy {@code simd}. */
    public SimdStrategy() {
        super("simd", "Vector API: the kernel that suits the shape, and vectorised pooling", 450);
    }

    @Override
    Support supportsPass(ConvShape shape, Pass pass) {
        return Support.yes();
    }

    @Override
    ConvKernel kernel(ConvShape shape, Pass pass) {
        boolean depthwise = SimdDepthwiseStrategy.suits(shape);
        return switch (pass) {
            case FORWARD -> {
                if (depthwise) {
                    yield DepthwisePass.forward(shape);
                }
                boolean dense = isPointwise(shape)
                        ? shape.ocPerGroup() >= OUTPUTS_WORTH_PACKING || shape.sh() * shape.sw() > 1
                        : isWorthPackingTaps(shape);
                yield dense && IgemmPass.fits(shape) ? IgemmPass.forward(shape) : DirectPass.forward(shape);
            }
            case BACKWARD_DATA -> {
                if (depthwise) {
                    yield DepthwisePass.backwardData(shape);
                }
                yield isWorthPackingGradient(shape) && IgemmPass.fits(shape)
                        ? IgemmPass.backwardData(shape)
                        : DirectPass.backwardData(shape);
            }
            case BACKWARD_WEIGHTS ->
                shape.ocPerGroup() < FEW_OUTPUTS ? new DirectBackwardWeights(shape) : new IgemmBackwardWeights(shape);
            case BACKWARD_BIAS -> new SimdBackwardBias(shape);
        };
    }

    private static boolean isPointwise(ConvShape shape) {
        return shape.g() == 1 && shape.kh() == 1 && shape.kw() == 1;
    }

    /** As for the forward pass, where the gradient of the input is one correlation: with stride 1. */
    private static boolean isWorthPackingGradient(ConvShape shape) {
        if (shape.sh() * shape.sw() > 1) {
            return false;
        }
        Correlation work = Correlation.backwardData(shape, 0, 0);
        return isPointwise(shape)
                ? work.outputs() >= OUTPUTS_WORTH_PACKING && work.channels() >= OUTPUTS_WORTH_PACKING
                : isLarge(work, PIXELS_WORTH_PACKING_GRADIENT);
    }

    /** Whether a correlation has many weights, and channels and pixels enough that panels pay. */
    private static boolean isLarge(Correlation work, int pixels) {
        return work.channels() >= CHANNELS_WORTH_PACKING_TAPS
                && (long) work.images() * work.outH() * work.outW() >= pixels
                && (long) work.reduction() * work.outputs() >= WEIGHTS_WORTH_PACKING_TAPS;
    }

    /**
     * Whether sums are long enough, and either there are many weights, or a map is so small that its gaps between rows waste more than
     * packing its pixels densely costs.
     */
    private static boolean isWorthPackingTaps(ConvShape shape) {
        Correlation work = Correlation.forward(shape);
        if (work.reduction() < LONG_SUM) {
            return false;
        }
        if (isLarge(work, PIXELS_WORTH_PACKING_TAPS)) {
            return true;
        }
        int pitch = new PaddedBlock(work, work.outH()).pitch;
        int flat = TileTable.vectorsFlat(work.outH(), work.outW(), pitch);
        return flat >= WORTH_PACKING * IgemmPass.denseVectors(work);
    }

    @Override
    public Support supports(PoolShape shape, Pass pass, Precision precision) {
        return available().and(doubleOnly(precision)).and(poolPass(pass)).and(SimdPools.supports(shape));
    }

    private static Support poolPass(Pass pass) {
        return pass == Pass.FORWARD || pass == Pass.BACKWARD_DATA
                ? Support.yes()
                : Support.no("pooling has no " + pass.text());
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        Support support = supports(shape, Pass.FORWARD, precision);
        if (!support.ok()) {
            throw new UnsupportedOperationException(support.reason());
        }
        return new PoolPlan(name(), shape, SimdPools.forward(shape), SimdPools.backward(shape));
    }

    @Override
    public Support supports(BatchNormShape shape, Precision precision) {
        return available().and(doubleOnly(precision));
    }

    @Override
    public BatchNorm batchNorm(BatchNormShape shape, Precision precision) {
        Support support = supports(shape, precision);
        if (!support.ok()) {
            throw new UnsupportedOperationException(support.reason());
        }
        return new BatchNormPlan(
                name(),
                shape,
                new SimdBatchNormTrain(shape),
                new SimdBatchNormTest(shape),
                new SimdBatchNormBackward(shape));
    }
}
