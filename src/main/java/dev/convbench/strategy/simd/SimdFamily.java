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
import java.util.Locale;

/** What the Vector API strategies have in common: they need the module, and bind one kernel to each pass they support. */
abstract class SimdFamily implements Strategy {
    /** Elements that a padded image or the packed weights may take: 1 GiB of doubles. */
    private static final int MOST_ELEMENTS = 1 << 27;

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

    /** Whether there is a kernel for a convolution pass, or why not. */
    abstract Support supportsPass(ConvShape shape, Pass pass);

    /** The kernel of a supported pass. */
    abstract ConvKernel kernel(ConvShape shape, Pass pass);

    @Override
    public final Support supports(ConvShape shape, Pass pass, Precision precision) {
        return available()
                .and(doubleOnly(precision))
                .and(supportsPass(shape, pass))
                .and(fits(shape, pass));
    }

    /** Whether the padded copies and packed weights of a pass stay within what a Java array and its index can hold. */
    private static Support fits(ConvShape shape, Pass pass) {
        if (pass == Pass.BACKWARD_BIAS) {
            return Support.yes();
        }
        double rows = shape.ih() + (double) shape.padTop() + shape.padBottom() + shape.dh() * (double) shape.kh();
        double columns = shape.iw() + (double) shape.padLeft() + shape.padRight() + shape.dw() * (double) shape.kw();
        double channels = Math.max(shape.icPerGroup(), shape.ocPerGroup());
        double image = channels * (rows + shape.sh()) * (columns + shape.sw());
        if (image > MOST_ELEMENTS) {
            return Support.no(tooMany("a padded image", image));
        }
        // Register tiles round both channel counts up to their rows.
        double weights = shape.g() * (shape.icPerGroup() + 8.0) * (shape.ocPerGroup() + 8.0) * shape.kh() * shape.kw();
        return weights <= MOST_ELEMENTS ? Support.yes() : Support.no(tooMany("packed weights", weights));
    }

    private static String tooMany(String what, double elements) {
        return String.format(Locale.ROOT, "%s would take %.3g elements, more than %d", what, elements, MOST_ELEMENTS);
    }

    @Override
    public final Convolution convolution(ConvShape shape, Precision precision) {
        for (Pass pass : Pass.values()) {
            if (supports(shape, pass, precision).ok()) {
                return plan(shape);
            }
        }
        throw new UnsupportedOperationException(
                supports(shape, Pass.FORWARD, precision).reason());
    }

    private Convolution plan(ConvShape shape) {
        return new ConvPlan(
                name, shape, pass -> supports(shape, pass, Precision.F64).ok() ? kernel(shape, pass) : null);
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
        return Precision.F64.accepts(precision);
    }
}
