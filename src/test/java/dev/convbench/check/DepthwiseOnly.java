package dev.convbench.check;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;

/** The reference for depthwise convolutions; supports nothing else. */
public final class DepthwiseOnly implements Strategy {
    @Override
    public String name() {
        return "picky";
    }

    @Override
    public String description() {
        return "depthwise only";
    }

    @Override
    public int rank() {
        return 1;
    }

    @Override
    public Support supports(ConvShape shape, Pass pass, Precision precision) {
        return shape.isDepthwise() ? Support.yes() : Support.no("not depthwise: " + shape.g() + " group");
    }

    @Override
    public Support supports(PoolShape shape, Pass pass, Precision precision) {
        return Support.no("no pooling");
    }

    @Override
    public Convolution convolution(ConvShape shape, Precision precision) {
        return Strategies.reference().convolution(shape, precision);
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        throw new UnsupportedOperationException("no pooling");
    }
}
