package dev.convbench.strategy.fft;

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
import dev.convbench.strategy.tiles.TilePass;
import dev.convbench.strategy.tiles.TileWork;
import java.util.Locale;

/** What the Fourier strategies have in common: all but the size of a tile. */
abstract class FftFamily implements Strategy {
    /** Outputs of a tile along an axis, at least: with fewer most of it is overlap. */
    private static final int LEAST_OUTPUTS = 4;

    /** Elements that transformed weights, and the transformed source of a block of tiles, may take: 1 GiB of doubles. */
    private static final int MOST_ELEMENTS = 1 << 27;

    /** Tiles of a block, at most. */
    private static final int TILES = 64;

    private final String name;
    private final String description;
    private final int rank;

    FftFamily(String name, String description, int rank) {
        this.name = name;
        this.description = description;
        this.rank = rank;
    }

    /** The largest tile that it may take. */
    abstract int largest();

    /** Inputs of a tile along an axis. */
    abstract int tile(TileWork work);

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
                .and(supportsPass(pass))
                .and(supportsShape(shape))
                .and(fits(shape));
    }

    private static Support supportsPass(Pass pass) {
        return pass == Pass.FORWARD || pass == Pass.BACKWARD_DATA
                ? Support.yes()
                : Support.no("Fourier transforms of tiles have forward and backwardData only");
    }

    private Support supportsShape(ConvShape shape) {
        int most = largest() - LEAST_OUTPUTS + 1;
        if (shape.kh() != shape.kw() || shape.kh() < 2 || shape.kh() > most) {
            return Support.no(name + " is for square kernels from 2x2 to " + most + "x" + most);
        }
        if (shape.sh() != 1 || shape.sw() != 1) {
            return Support.no("Fourier transforms of tiles are for stride 1");
        }
        return shape.dh() == 1 && shape.dw() == 1
                ? Support.yes()
                : Support.no("Fourier transforms of tiles have no dilation");
    }

    /** Whether what is transformed stays within what a Java array and its index can hold. */
    private Support fits(ConvShape shape) {
        double points = 1.5 * largest() * largest();
        double channels = shape.g() * (shape.icPerGroup() + 64.0);
        double elements = points * Math.max(channels * (shape.ocPerGroup() + 64), TILES * (channels + shape.oc()));
        return elements <= MOST_ELEMENTS
                ? Support.yes()
                : Support.no(String.format(
                        Locale.ROOT,
                        "transformed weights and tiles would take %.3g elements, more than %d",
                        elements,
                        MOST_ELEMENTS));
    }

    @Override
    public final Convolution convolution(ConvShape shape, Precision precision) {
        Support support = supports(shape, Pass.FORWARD, precision);
        if (!support.ok()) {
            throw new UnsupportedOperationException(support.reason());
        }
        return new ConvPlan(name, shape, pass -> supportsPass(pass).ok() ? kernel(shape, pass) : null);
    }

    /** The kernel of a pass. */
    final TilePass kernel(ConvShape shape, Pass pass) {
        TileWork work = TileWork.of(shape, pass);
        int n = tile(work);
        return new TilePass(work, new FftTiles(n, work.side()), FftBound.of(n, work.side(), work.channels()));
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
