package dev.convbench.strategy.fft;

import dev.convbench.strategy.tiles.TileWork;

/** Fourier transforms of tiles of one size: {@code fft-16} or {@code fft-32}. */
public final class FftTileStrategy extends FftFamily {
    private static final int RANK = 380;

    private final int n;

    /**
     * The strategy {@code fft-n}.
     *
     * @param n inputs of a tile along an axis: 16 or 32
     */
    public FftTileStrategy(int n) {
        super("fft-" + n, "Vector API: Fourier transforms of tiles of " + n + "x" + n + " pixels", RANK + n / 16);
        this.n = n;
    }

    @Override
    int largest() {
        return n;
    }

    @Override
    int tile(TileWork work) {
        return n;
    }
}
