package dev.convbench.conformance;

import dev.convbench.op.ConvPlan;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;

/** The reference under another name, for tests that change something about it. */
abstract class Wrapped implements Strategy {
    private final String name;
    private final Strategy reference = Strategies.reference();

    Wrapped(String name) {
        this.name = name;
    }

    /** Whether it refuses everything. */
    boolean refuses() {
        return false;
    }

    /** What becomes of the plans of convolutions. */
    ConvPlan wrap(ConvPlan plan) {
        return plan;
    }

    private Support support(Support support) {
        return refuses() ? Support.no("it refuses everything") : support;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "the reference, changed by a test";
    }

    @Override
    public int rank() {
        return 1;
    }

    @Override
    public Support supports(ConvShape shape, Pass pass, Precision precision) {
        return support(reference.supports(shape, pass, precision));
    }

    @Override
    public Support supports(PoolShape shape, Pass pass, Precision precision) {
        return support(reference.supports(shape, pass, precision));
    }

    @Override
    public Convolution convolution(ConvShape shape, Precision precision) {
        return wrap((ConvPlan) reference.convolution(shape, precision));
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        return reference.pooling(shape, precision);
    }
}
