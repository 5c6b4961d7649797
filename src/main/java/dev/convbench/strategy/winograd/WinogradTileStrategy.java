package dev.convbench.strategy.winograd;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;

/** Winograd with tiles of one size: {@code winograd-2}, {@code winograd-4} or {@code winograd-6}. */
public final class WinogradTileStrategy extends WinogradFamily {
    private static final int RANK = 400;

    private final int m;

    /**
     * The strategy {@code winograd-m}.
     *
     * @param m 2, 4 or 6
     */
    public WinogradTileStrategy(int m) {
        super(
                "winograd-" + m,
                "Vector API: Winograd F(" + m + "x" + m + ", 3x3)" + (m == 4 ? " and F(4x4, 5x5)" : ""),
                RANK + m);
        this.m = m;
    }

    @Override
    boolean hasTile(int side) {
        return WinogradTransform.exists(m, side);
    }

    @Override
    int tile(ConvShape shape, Pass pass) {
        return m;
    }
}
