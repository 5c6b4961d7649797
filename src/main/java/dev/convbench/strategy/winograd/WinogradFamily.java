package dev.convbench.strategy.winograd;

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

/** What the Winograd strategies have in common: all but the size of a tile. */
abstract class WinogradFamily implements Strategy {
    /** Elements that transformed weights may take: 1 GiB of doubles. */
    private static final int MOST_ELEMENTS = 1 << 27;

    private final String name;
    private final String description;
    private final int rank;

    WinogradFamily(String name, String description, int rank) {
        this.name = name;
        this.description = description;
        this.rank = rank;
    }

    /** Whether there is a tile for kernels of that many taps along an axis. */
    abstract boolean hasTile(int side);

    /** Outputs of a tile along an axis: 2, 4 or 6. */
    abstract int tile(ConvShape shape, Pass pass);

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
                : Support.no("Winograd has forward and backwardData only");
    }

    private Support supportsShape(ConvShape shape) {
        if (shape.kh() != shape.kw() || !hasTile(shape.kh())) {
            return Support.no(name + " is for kernels of " + (hasTile(5) ? "3x3 and 5x5" : "3x3"));
        }
        if (shape.sh() != 1 || shape.sw() != 1) {
            return Support.no("Winograd tiles are for stride 1");
        }
        return shape.dh() == 1 && shape.dw() == 1 ? Support.yes() : Support.no("Winograd tiles have no dilation");
    }

    /** Whether the transformed weights stay within what a Java array and its index can hold. */
    private Support fits(ConvShape shape) {
        // The largest tile has 64 points; panels round the output channels up.
        double weights = 64.0 * shape.g() * (shape.icPerGroup() + 64) * (shape.ocPerGroup() + 64);
        return weights <= MOST_ELEMENTS
                ? Support.yes()
                : Support.no(String.format(
                        Locale.ROOT,
                        "transformed weights would take %.3g elements, more than %d",
                        weights,
                        MOST_ELEMENTS));
    }

    @Override
    public final Convolution convolution(ConvShape shape, Precision precision) {
        Support support = supports(shape, Pass.FORWARD, precision);
        if (!support.ok()) {
            throw new UnsupportedOperationException(support.reason());
        }
        return new ConvPlan(name, shape, pass -> kernel(shape, pass));
    }

    private TilePass kernel(ConvShape shape, Pass pass) {
        return supportsPass(pass).ok() ? pass(shape, pass, tile(shape, pass)) : null;
    }

    /** The kernel of a pass with tiles of m x m outputs. */
    static TilePass pass(ConvShape shape, Pass pass, int m) {
        TileWork work = TileWork.of(shape, pass);
        WinogradTiles tiles = new WinogradTiles(WinogradTransform.of(m, work.side()), work.tilesAcross(m));
        return new TilePass(work, tiles, WinogradBound.of(m, work.side(), work.channels()));
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
