package dev.convbench.strategy.loops;

import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormPlan;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvPlan;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolPlan;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.strategy.PhasePlanes;

/** Loops reordered, blocked and freed of bounds so that the JIT vectorises them. */
public final class LoopsStrategy implements Strategy {
    /** Elements that the copy of one group of one image may take (1 GiB). */
    private static final long MAX_COPY = 1 << 27;
    /** Elements that the packed weights may take (2 GiB). */
    private static final long MAX_PACKED = 1 << 28;

    @Override
    public String name() {
        return "loops";
    }

    @Override
    public String description() {
        return "loops reordered and blocked on padded, de-interleaved planes, for the JIT to vectorise";
    }

    @Override
    public int rank() {
        return 200;
    }

    @Override
    public Support supports(ConvShape shape, Pass pass, Precision precision) {
        if (pass == Pass.BACKWARD_BIAS) {
            return precisionSupport(precision);
        }
        int channels = pass == Pass.BACKWARD_DATA ? shape.ocPerGroup() : shape.icPerGroup();
        double copy = (double) channels * PhasePlanes.channelLength(shape);
        return precisionSupport(precision)
                .and(
                        copy <= MAX_COPY
                                ? Support.yes()
                                : Support.no("the padded planes of one image would take more than " + MAX_COPY
                                        + " elements"))
                .and(
                        packedLength(shape) <= MAX_PACKED
                                ? Support.yes()
                                : Support.no("the packed weights would take more than " + MAX_PACKED + " elements"));
    }

    /** Elements of the packed weights, rounded up to whole blocks in both directions. */
    private static double packedLength(ConvShape shape) {
        double terms = (double) shape.icPerGroup() * shape.kh() * shape.kw();
        return shape.g() * (shape.ocPerGroup() + 2.0) * (terms + 2 * shape.kh() * shape.kw());
    }

    @Override
    public Support supports(PoolShape shape, Pass pass, Precision precision) {
        return pass == Pass.FORWARD || pass == Pass.BACKWARD_DATA
                ? precisionSupport(precision)
                : Support.no("pooling has no " + pass.text());
    }

    private static Support precisionSupport(Precision precision) {
        return Precision.F64.accepts(precision);
    }

    @Override
    public Convolution convolution(ConvShape shape, Precision precision) {
        require(precisionSupport(precision));
        return new ConvPlan(
                name(), shape, pass -> supports(shape, pass, precision).ok() ? kernel(shape, pass) : null);
    }

    private static ConvKernel kernel(ConvShape shape, Pass pass) {
        return switch (pass) {
            case FORWARD -> new LoopsForward(shape);
            case BACKWARD_DATA -> new LoopsBackwardData(shape);
            case BACKWARD_WEIGHTS -> new LoopsBackwardWeights(shape);
            case BACKWARD_BIAS -> new LoopsBackwardBias(shape);
        };
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        require(precisionSupport(precision));
        return shape.isMax()
                ? new PoolPlan(name(), shape, new LoopsMaxForward(shape), new LoopsMaxBackward(shape))
                : new PoolPlan(name(), shape, new LoopsAverageForward(shape), new LoopsAverageBackward(shape));
    }

    @Override
    public Support supports(BatchNormShape shape, Precision precision) {
        return precisionSupport(precision);
    }

    @Override
    public BatchNorm batchNorm(BatchNormShape shape, Precision precision) {
        require(precisionSupport(precision));
        return new BatchNormPlan(
                name(),
                shape,
                new LoopsBatchNormTrain(shape),
                new LoopsBatchNormTest(shape),
                new LoopsBatchNormBackward(shape));
    }

    private static void require(Support support) {
        if (!support.ok()) {
            throw new UnsupportedOperationException(support.reason());
        }
    }
}
