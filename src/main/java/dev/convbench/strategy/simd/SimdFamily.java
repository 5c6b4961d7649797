package dev.convbench.strategy.simd;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvPlan;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.simd.VectorModule;

/** What the Vector API strategies have in common: they need the module, and bind one kernel to each pass they support. */
abstract class SimdFamily implements Strategy {
    private final String name;
    private final String description;
    private final int rank;

    SimdFamily(String name, String description, int rank) {
        this.name = name;
        this.description = description;
        this.rank = rank;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final int rank() {
        return rank;
    }

    @Override
    public final Support available() {
        return VectorModule.isUsable() ? Support.yes() : Support.no(VectorModule.problem());
    }

    /** Whether there is a kernel for a double convolution pass, or why not. */
    abstract Support supportsPass(ConvShape shape, Pass pass);

    /** The kernel of a supported pass. */
    abstract ConvKernel kernel(ConvShape shape, Pass pass);

    @Override
    public final Support supports(ConvShape shape, Pass pass, Precision precision) {
        return available().and(doubleOnly(precision)).and(supportsPass(shape, pass));
    }

    @Override
    public final Convolution convolution(ConvShape shape, Precision precision) {
        require(available().and(doubleOnly(precision)));
        return new ConvPlan(name, shape, pass -> supportsPass(shape, pass).ok() ? kernel(shape, pass) : null);
    }

    @Override
    public Support supports(PoolShape shape, Pass pass, Precision precision) {
        return Support.no(name + " is a convolution kernel: its pooling stands under simd");
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        throw new UnsupportedOperationException(
                supports(shape, Pass.FORWARD, precision).reason());
    }

    static Support doubleOnly(Precision precision) {
        return precision == Precision.F64 ? Support.yes() : Support.no("there are no f32 kernels yet");
    }

    static void require(Support support) {
        if (!support.ok()) {
            throw new UnsupportedOperationException(support.reason());
        }
    }
}
