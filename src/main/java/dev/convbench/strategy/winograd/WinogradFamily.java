package dev.convbench.strategy.winograd;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Support;
import dev.convbench.strategy.tiles.TileFamily;
import dev.convbench.strategy.tiles.TilePass;
import dev.convbench.strategy.tiles.TileWork;

/** What the Winograd strategies have in common: all but the size of a tile. */
abstract class WinogradFamily extends TileFamily {
    /** Points of the largest tile. */
    private static final double MOST_POINTS = 64;

    /** More channels than rounding up to vectors and panels adds. */
    private static final int ROUNDING = 64;

    WinogradFamily(String name, String description, int rank) {
        super(name, description, rank);
    }

    /** Whether there is a tile for kernels of that many taps along an axis. */
    abstract boolean hasTile(int side);

    /** Outputs of a tile along an axis: 2, 4 or 6. */
    abstract int tile(ConvShape shape, Pass pass);

    @Override
    protected final Support supportsKernel(ConvShape shape) {
        return shape.kh() == shape.kw() && hasTile(shape.kh())
                ? Support.yes()
                : Support.no(name() + " is for kernels of " + (hasTile(5) ? "3x3 and 5x5" : "3x3"));
    }

    @Override
    protected final double elements(ConvShape shape) {
        return MOST_POINTS * shape.g() * (shape.icPerGroup() + ROUNDING) * (shape.ocPerGroup() + ROUNDING);
    }

    @Override
    protected final TilePass kernel(ConvShape shape, Pass pass) {
        int m = tile(shape, pass);
        TileWork work = TileWork.of(shape, pass);
        WinogradTiles tiles = new WinogradTiles(WinogradTransform.of(m, work.side()), work.tilesAcross(m));
        return new TilePass(work, tiles, WinogradBound.of(m, work.side(), work.channels()));
    }
}
