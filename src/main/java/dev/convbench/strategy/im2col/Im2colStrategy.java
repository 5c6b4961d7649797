package dev.convbench.strategy.im2col;

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

/** Im2col: blocks of the column matrix, and a packed matrix product. */
public final class Im2colStrategy implements Strategy {
    /** Elements that a block of the column matrix may take (1 GiB). */
    private static final long MAX_BLOCK = 1 << 27;
    /** Columns of a block, where there are many rows. */
    private static final int WIDTH = 384;
    /** Elements that the packed weights may take (2 GiB). */
    private static final long MAX_PACKED = 1 << 28;

    @Override
    public String name() {
        return "im2col";
    }

    @Override
    public String description() {
        return "column matrix and a blocked, packed matrix product, of vectors where there are any; pooling by columns";
    }

    @Override
    public int rank() {
        return 300;
    }

    @Override
    public Support supports(ConvShape shape, Pass pass, Precision precision) {
        if (pass == Pass.BACKWARD_BIAS) {
            return precisionSupport(precision);
        }
        double rows = (double) shape.icPerGroup() * shape.kh() * shape.kw() + shape.ocPerGroup();
        return precisionSupport(precision)
                .and(
                        rows * WIDTH <= MAX_BLOCK
                                ? Support.yes()
                                : Support.no(
                                        "a block of the column matrix would take more than " + MAX_BLOCK + " elements"))
                .and(
                        PhasePlanes.channelLength(shape) <= MAX_BLOCK
                                ? Support.yes()
                                : Support.no("a padded channel would take more than " + MAX_BLOCK + " elements"))
                .and(
                        packedLength(shape) <= MAX_PACKED
                                ? Support.yes()
                                : Support.no("the packed weights would take more than " + MAX_PACKED + " elements"));
    }

    /** Elements of the packed weights, rounded up to whole blocks in both directions. */
    private static double packedLength(ConvShape shape) {
        double terms = (double) shape.icPerGroup() * shape.kh() * shape.kw();
        return shape.g() * (shape.ocPerGroup() + 4.0) * (terms + 4 * shape.kh() * shape.kw());
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
            case FORWARD -> new Im2colForward(shape);
            case BACKWARD_DATA -> new Im2colBackwardData(shape);
            case BACKWARD_WEIGHTS -> new Im2colBackwardWeights(shape);
            case BACKWARD_BIAS -> new Im2colBackwardBias(shape);
        };
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        require(precisionSupport(precision));
        return shape.isMax()
                ? new PoolPlan(name(), shape, new Im2colMaxForward(shape), new Im2colMaxBackward(shape))
                : new PoolPlan(name(), shape, new Im2colAverageForward(shape), new Im2colAverageBackward(shape));
    }

    private static void require(Support support) {
        if (!support.ok()) {
            throw new UnsupportedOperationException(support.reason());
        }
    }
}
