package dev.convbench.strategy.fft;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Support;
import dev.convbench.strategy.tiles.TileFamily;
import dev.convbench.strategy.tiles.TilePass;
import dev.convbench.strategy.tiles.TileWork;

/** What the Fourier strategies have in common: all but the size of a tile. */
abstract class FftFamily extends TileFamily {
    /** Outputs of a tile along an axis, at least: with fewer most of it is overlap. */
    private static final int LEAST_OUTPUTS = 4;

    /** More channels than rounding up to vectors and panels adds. */
    private static final int ROUNDING = 64;

    /** Tiles of a block, at most. */
    private static final int TILES = 64;

    FftFamily(String name, String description, int rank) {
        super(name, description, rank);
    }

    /** The largest tile that it may take. */
    abstract int largest();

    /** Inputs of a tile along an axis. */
    abstract int tile(TileWork work);

    @Override
    protected final Support supportsKernel(ConvShape shape) {
        int most = largest() - LEAST_OUTPUTS + 1;
        return shape.kh() == shape.kw() && shape.kh() > 1 && shape.kh() <= most
                ? Support.yes()
                : Support.no(name() + " is for square kernels from 2x2 to " + most + "x" + most);
    }

    @Override
    protected final double elements(ConvShape shape) {
        double points = 1.5 * largest() * largest();
        double channels = shape.g() * (shape.icPerGroup() + (double) ROUNDING);
        return points * Math.max(channels * (shape.ocPerGroup() + ROUNDING), TILES * (channels + shape.oc()));
    }

    @Override
    protected final TilePass kernel(ConvShape shape, Pass pass) {
        TileWork work = TileWork.of(shape, pass);
        int n = tile(work);
        return new TilePass(work, new FftTiles(n, work.side()), FftBound.of(n, work.side(), work.channels()));
    }
}
