package dev.convbench.strategy;

import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;

/**
 * A strategy and its float twin as one: what is asked for in double goes to the one, what is asked for in float to the
 * other. Everything else is the same in both.
 */
final class ByPrecision implements Strategy {
    private final Strategy f64;
    private final Strategy f32;

    /**
     * Two strategies of one name.
     *
     * @param f64 the double master
     * @param f32 its generated twin
     */
    ByPrecision(Strategy f64, Strategy f32) {
        if (!f64.name().equals(f32.name())) {
            throw new IllegalArgumentException(f32.name() + " is not the twin of " + f64.name());
        }
        this.f64 = f64;
        this.f32 = f32;
    }

    /** The one of that precision. */
    Strategy of(Precision precision) {
        return precision == Precision.F32 ? f32 : f64;
    }

    @Override
    public String name() {
        return f64.name();
    }

    @Override
    public String description() {
        return f64.description();
    }

    @Override
    public int rank() {
        return f64.rank();
    }

    @Override
    public Support available() {
        return f64.available();
    }

    @Override
    public Support supports(ConvShape shape, Pass pass, Precision precision) {
        return of(precision).supports(shape, pass, precision);
    }

    @Override
    public Support supports(PoolShape shape, Pass pass, Precision precision) {
        return of(precision).supports(shape, pass, precision);
    }

    @Override
    public Convolution convolution(ConvShape shape, Precision precision) {
        return of(precision).convolution(shape, precision);
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        return of(precision).pooling(shape, precision);
    }

    @Override
    public Support supports(BatchNormShape shape, Precision precision) {
        return of(precision).supports(shape, precision);
    }

    @Override
    public BatchNorm batchNorm(BatchNormShape shape, Precision precision) {
        return of(precision).batchNorm(shape, precision);
    }

    @Override
    public String explain(ConvShape shape, Pass pass, Precision precision) {
        return of(precision).explain(shape, pass, precision);
    }

    @Override
    public boolean isDirect() {
        return f64.isDirect();
    }
}
