package dev.convbench.strategy.winograd;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.strategy.tiles.TileWork;

/** Winograd with the tile that suits the shape. */
public final class WinogradStrategy extends WinogradFamily {
    private static final int RANK = 440;

    /** The strategy {@code winograd}. */
    public WinogradStrategy() {
        super("winograd", "Vector API: Winograd for 3x3 and 5x5 kernels, the tile that suits the shape", RANK);
    }

    @Override
    boolean hasTile(int side) {
        return side == 3 || side == 5;
    }

    @Override
    int tile(ConvShape shape, Pass pass) {
        return WinogradTile.choose(TileWork.of(shape, pass));
    }
}
