package dev.convbench.strategy.naive;

import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormPlan;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.ConvPlan;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolPlan;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;

/** The definition, computed one output element after another; in double it is what every other strategy is held to. */
public final class NaiveStrategy implements Strategy {
    @Override
    public String name() {
        return Strategies.REFERENCE;
    }

    @Override
    public String description() {
        return "the definition in textbook loop order; the reference";
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public Support supports(ConvShape shape, Pass pass, Precision precision) {
        return precisionSupport(precision);
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
        requireDouble(precision);
        return new ConvPlan(name(), shape, pass -> switch (pass) {
            case FORWARD -> new NaiveForward(shape);
            case BACKWARD_DATA -> new NaiveBackwardData(shape);
            case BACKWARD_WEIGHTS -> new NaiveBackwardWeights(shape);
            case BACKWARD_BIAS -> new NaiveBackwardBias(shape);
        });
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        requireDouble(precision);
        return shape.isMax()
                ? new PoolPlan(name(), shape, new NaiveMaxForward(shape), new NaiveMaxBackward(shape))
                : new PoolPlan(name(), shape, new NaiveAverageForward(shape), new NaiveAverageBackward(shape));
    }

    @Override
    public Support supports(BatchNormShape shape, Precision precision) {
        return precisionSupport(precision);
    }

    @Override
    public BatchNorm batchNorm(BatchNormShape shape, Precision precision) {
        requireDouble(precision);
        return new BatchNormPlan(
                name(),
                shape,
                new NaiveBatchNormTrain(shape),
                new NaiveBatchNormTest(shape),
                new NaiveBatchNormBackward(shape));
    }

    private static void requireDouble(Precision precision) {
        Support support = precisionSupport(precision);
        if (!support.ok()) {
            throw new UnsupportedOperationException(support.reason());
        }
    }
}
