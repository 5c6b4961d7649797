package dev.convbench.strategy.fft;

import dev.convbench.strategy.tiles.TileWork;

/** Fourier transforms of tiles, the tile that suits the shape. */
public final class FftStrategy extends FftFamily {
    private static final int RANK = 390;
    private static final int SMALL = 16;
    private static final int LARGE = 32;

    /** Kernels of that many taps along an axis leave no small tile. */
    private static final int LARGE_KERNEL = 13;

    /** What a number of a transform costs, in multiply-adds of a product, for each stage. */
    private static final double STAGE = 4;

    /** The strategy {@code fft}. */
    public FftStrategy() {
        super("fft", "Vector API: Fourier transforms of tiles, for large kernels, the tile that suits the shape", RANK);
    }

    @Override
    int largest() {
        return LARGE;
    }

    @Override
    int tile(TileWork work) {
        return work.side() > LARGE_KERNEL || cost(work, LARGE) < cost(work, SMALL) ? LARGE : SMALL;
    }

    /** Multiply-adds of the products, and what the transforms of tiles and kernels cost. */
    private static double cost(TileWork work, int n) {
        double tiles = work.tiles(n - work.side() + 1);
        double channels = work.channels();
        double outputs = work.outputs();
        double stages = Integer.numberOfTrailingZeros(n);
        double transforms = tiles * (channels + outputs) + channels * outputs;
        return (double) n * n * (1.5 * tiles * channels * outputs + STAGE * stages * transforms);
    }
}
