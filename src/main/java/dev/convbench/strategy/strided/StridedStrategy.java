package dev.convbench.strategy.strided;

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
import dev.convbench.strategy.Axis;

/** Stride tricks: windows as a view of one padded copy of the input, contracted directly. */
public final class StridedStrategy implements Strategy {
    /** Elements that the copy of one group of one image may take (1 GiB). */
    private static final long MAX_COPY = 1 << 27;

    @Override
    public String name() {
        return "strided";
    }

    @Override
    public String description() {
        return "six-dimensional view of the padded input, contracted without copying windows";
    }

    @Override
    public int rank() {
        return 100;
    }

    @Override
    public Support supports(ConvShape shape, Pass pass, Precision precision) {
        double channels = pass == Pass.BACKWARD_BIAS ? 0 : Math.max(ViewRows.TARGETS, shape.icPerGroup());
        return precisionSupport(precision)
                .and(copySupport(channels * Padded.planeLength(Axis.rows(shape), Axis.columns(shape))));
    }

    @Override
    public Support supports(PoolShape shape, Pass pass, Precision precision) {
        if (pass != Pass.FORWARD && pass != Pass.BACKWARD_DATA) {
            return Support.no("pooling has no " + pass.text());
        }
        return precisionSupport(precision)
                .and(copySupport(Padded.planeLength(Axis.rows(shape), Axis.columns(shape)) + shape.ow()));
    }

    private static Support copySupport(double elements) {
        return elements <= MAX_COPY
                ? Support.yes()
                : Support.no("the padded copy would take more than " + MAX_COPY + " elements");
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
            case FORWARD -> new StridedForward(shape);
            case BACKWARD_DATA -> new StridedBackwardData(shape);
            case BACKWARD_WEIGHTS -> new StridedBackwardWeights(shape);
            case BACKWARD_BIAS -> new StridedBackwardBias(shape);
        };
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        require(supports(shape, Pass.FORWARD, precision));
        return shape.isMax()
                ? new PoolPlan(name(), shape, new StridedMaxForward(shape), new StridedMaxBackward(shape))
                : new PoolPlan(name(), shape, new StridedAverageForward(shape), new StridedAverageBackward(shape));
    }

    private static void require(Support support) {
        if (!support.ok()) {
            throw new UnsupportedOperationException(support.reason());
        }
    }
}
