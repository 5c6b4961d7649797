package dev.convbench.strategy.tiles;

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
import java.util.Locale;

/** What the strategies by transforms of tiles have in common: forward pass and data gradient of convolutions of stride 1. */
public abstract class TileFamily implements Strategy {
    /** Elements that transformed weights, or the transformed source of a block of tiles, may take: 1 GiB of doubles. */
    private static final int MOST_ELEMENTS = 1 << 27;

    private final String name;
    private final String description;
    private final int rank;

    /** What the registry shows. */
    protected TileFamily(String name, String description, int rank) {
        this.name = name;
        this.description = description;
        this.rank = rank;
    }

    /** Whether there are tiles for the kernels of a shape, or for which kernels there are. */
    protected abstract Support supportsKernel(ConvShape shape);

    /** The most elements that an array of a plan takes. */
    protected abstract double elements(ConvShape shape);

    /** The kernel of a pass that is supported. */
    protected abstract TilePass kernel(ConvShape shape, Pass pass);

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
    public final boolean isDirect() {
        return false;
    }

    @Override
    public final Support available() {
        return VectorModule.isUsable() ? Support.yes() : Support.no(VectorModule.problem());
    }

    @Override
    public final Support supports(ConvShape shape, Pass pass, Precision precision) {
        return available()
                .and(Precision.F64.accepts(precision))
                .and(hasPass(pass) ? Support.yes() : Support.no(name + " has forward and backwardData only"))
                .and(supportsKernel(shape))
                .and(shape.sh() == 1 && shape.sw() == 1 ? Support.yes() : Support.no(name + " is for stride 1"))
                .and(shape.dh() == 1 && shape.dw() == 1 ? Support.yes() : Support.no(name + " has no dilation"))
                .and(fits(shape));
    }

    private static boolean hasPass(Pass pass) {
        return pass == Pass.FORWARD || pass == Pass.BACKWARD_DATA;
    }

    /** Whether what is transformed stays within what a Java array and its index can hold. */
    private Support fits(ConvShape shape) {
        double elements = elements(shape);
        return elements <= MOST_ELEMENTS
                ? Support.yes()
                : Support.no(String.format(
                        Locale.ROOT,
                        "what is transformed would take %.3g elements, more than %d",
                        elements,
                        MOST_ELEMENTS));
    }

    @Override
    public final Convolution convolution(ConvShape shape, Precision precision) {
        Support support = supports(shape, Pass.FORWARD, precision);
        if (!support.ok()) {
            throw new UnsupportedOperationException(support.reason());
        }
        return new ConvPlan(name, shape, pass -> hasPass(pass) ? kernel(shape, pass) : null);
    }

    @Override
    public final Support supports(PoolShape shape, Pass pass, Precision precision) {
        return Support.no(name + " has no pooling");
    }

    @Override
    public final Pooling pooling(PoolShape shape, Precision precision) {
        throw new UnsupportedOperationException(
                supports(shape, Pass.FORWARD, precision).reason());
    }
}
