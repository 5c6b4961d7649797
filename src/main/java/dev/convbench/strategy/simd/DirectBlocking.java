package dev.convbench.strategy.simd;

import dev.convbench.gemm.VectorTile;
import dev.convbench.simd.Species;

/**
 * How a direct kernel cuts a correlation into chunks: which rows, which images and which output channels at once, and how
 * vectors cover the pixels. Depends on the shape and the vector width alone.
 *
 * <p>A cost model in cycles picks the number of rows: multiply-adds of all tiles, wasted lanes included, plus the padded
 * copy with its halo rows, plus the gathering of results where vectors do not match rows.
 */
final class DirectBlocking {
    /** Doubles of padded source that a block may have: half of a 1 MiB L2, the rest is for weights and output. */
    private static final int BLOCK_DOUBLES = 64 * 1024;

    /** Doubles of one tile's pixels that stay in L1: 32 KiB. */
    private static final int TILE_DOUBLES = 4 * 1024;

    /** Chunks to aim for, so that 8 workers stay busy to the end. */
    private static final int ENOUGH_CHUNKS = 16;

    /** Least multiply-adds of a chunk, about 10 µs: below that the chunk costs more than it brings. */
    private static final double SMALL_CHUNK = 250_000;

    private static final double CYCLES_PER_COPIED = 1.0;

    /** Results go to memory that is in no cache yet. */
    private static final double CYCLES_PER_GATHERED = 3.0;

    final Correlation work;
    final VectorTile tile;

    /** Layout of the padded block. */
    final PaddedBlock block;

    /** Output rows of a block. */
    final int rows;

    /** Images of a block. */
    final int images;

    /** Output channels of a chunk, a multiple of the tile's rows unless it is all of them. */
    final int outputs;

    /** Whether all padded sources are made first, in memory shared by all chunks. */
    final boolean sharedSource;

    /** Whether vectors run over the pitch. */
    final boolean flat;

    /** Whether tiles store into the output itself. */
    final boolean inPlace;

    /** Whether a tile's pixels stay in L1 while the output channels pass, rather than weights while the pixels pass. */
    final boolean pixelsFirst;

    private final TileTable full;
    private final TileTable lastRows;
    private final TileTable lastImages;

    /**
     * Chooses the blocking.
     *
     * @param denseOutput whether the output rows stand one behind the other, so that tiles may store into them
     */
    DirectBlocking(Correlation work, VectorTile tile, boolean denseOutput) {
        this.work = work;
        this.tile = tile;
        int bestRows = 1;
        double best = Double.MAX_VALUE;
        for (int candidate = work.outH(); candidate >= 1; candidate--) {
            double cost = cost(candidate, denseOutput);
            if (cost < best) {
                best = cost;
                bestRows = candidate;
            }
        }
        rows = bestRows;
        PaddedBlock layout = new PaddedBlock(work, rows, denseOutput);
        flat = flatCycles(layout.pitch, rows, denseOutput) < rowCycles(rows, denseOutput);
        int rest = work.outH() % rows == 0 ? rows : work.outH() % rows;
        inPlace = storesInPlace(layout.pitch, rest, flat, denseOutput);
        if (layout.isSource && flat && !inPlace) {
            layout = new PaddedBlock(work, rows);
        }
        pixelsFirst = inPlace && work.taps() == 1 && work.reduction() * tile.nv * Species.LANES_F64 <= TILE_DOUBLES;
        int blocksPerImage = (work.outH() + rows - 1) / rows;
        images = imagesAtOnce(layout, blocksPerImage);
        int blocks = (work.images() + images - 1) / images * work.groups() * blocksPerImage;
        outputs = images > 1 ? work.outputs() : outputsAtOnce(blocks);
        sharedSource = outputs < work.outputs() && !layout.isSource;
        block = sharedSource ? new PaddedBlock(work, work.outH()) : layout;
        full = table(images, rows);
        lastRows = work.outH() % rows == 0 ? full : table(images, work.outH() % rows);
        lastImages = work.images() % images == 0 ? full : table(work.images() % images, rows);
    }

    private double cost(int candidate, boolean denseOutput) {
        PaddedBlock layout = new PaddedBlock(work, candidate, denseOutput);
        if (layout.footprint() > BLOCK_DOUBLES && candidate > 1) {
            return Double.MAX_VALUE;
        }
        int whole = work.outH() / candidate;
        int rest = work.outH() % candidate;
        double copied = layout.isSource ? 0 : layout.length();
        double copies = (whole + (rest > 0 ? 1 : 0)) * copied * CYCLES_PER_COPIED;
        double cycles = whole * cycles(layout.pitch, candidate, denseOutput);
        if (rest > 0) {
            cycles += cycles(layout.pitch, rest, denseOutput);
        }
        return copies + cycles;
    }

    private double cycles(int pitch, int candidate, boolean denseOutput) {
        return Math.min(flatCycles(pitch, candidate, denseOutput), rowCycles(candidate, denseOutput));
    }

    private double rowCycles(int candidate, boolean denseOutput) {
        if (!TileTable.fitsRow(work.outW(), tile)) {
            return Double.MAX_VALUE;
        }
        double vectors = candidate * tile.cost(TileTable.vectors(work.outW()));
        return tileCycles(vectors) + gatherCycles(candidate, denseOutput);
    }

    private double flatCycles(int pitch, int candidate, boolean denseOutput) {
        double vectors = tile.cost(TileTable.vectorsFlat(candidate, work.outW(), pitch));
        boolean direct = storesInPlace(pitch, candidate, true, denseOutput);
        return tileCycles(vectors) + gatherCycles(candidate, direct);
    }

    private double tileCycles(double vectors) {
        return vectors * work.reduction() * work.outputs();
    }

    private double gatherCycles(int candidate, boolean direct) {
        return direct ? 0 : CYCLES_PER_GATHERED * candidate * work.outW() * work.outputs();
    }

    private boolean storesInPlace(int pitch, int candidate, boolean overPitch, boolean denseOutput) {
        if (!overPitch) {
            return denseOutput;
        }
        return denseOutput && pitch == work.outW() && TileTable.fitsRow(candidate * work.outW(), tile);
    }

    private int imagesAtOnce(PaddedBlock layout, int blocksPerImage) {
        if (blocksPerImage > 1) {
            return 1;
        }
        double perImage = (double) work.outH() * work.outW() * work.reduction() * work.outputs();
        int forWork = (int) Math.min(work.images(), Math.ceil(SMALL_CHUNK / Math.max(1, perImage)));
        int forCache = Math.max(1, BLOCK_DOUBLES / layout.footprint());
        int forTiles = tile.nv;
        int wanted = Math.min(forCache, Math.max(forWork, Math.min(forTiles, work.images() / ENOUGH_CHUNKS)));
        return Math.max(1, Math.min(wanted, work.images()));
    }

    private int outputsAtOnce(int blocks) {
        double multiplyAdds =
                (double) work.images() * work.groups() * work.outH() * work.outW() * work.reduction() * work.outputs();
        int tileRows = (work.outputs() + tile.mr - 1) / tile.mr;
        int wanted = Math.min((ENOUGH_CHUNKS + blocks - 1) / blocks, tileRows);
        int splits = (int) Math.max(1, Math.min(wanted, multiplyAdds / blocks / SMALL_CHUNK));
        return splits == 1 ? work.outputs() : (tileRows + splits - 1) / splits * tile.mr;
    }

    private TileTable table(int imageCount, int rowCount) {
        int imageStride = block.length();
        int imageDst = inPlace ? work.groups() * work.outputs() * work.outH() * work.outW() : bufferRow();
        return flat
                ? TileTable.flat(imageCount, imageStride, imageDst, rowCount, work.outW(), block.pitch, inPlace, tile)
                : TileTable.byRow(imageCount, imageStride, imageDst, rowCount, work.outW(), block.pitch, tile);
    }

    /** Blocks of rows in an image. */
    int rowBlocks() {
        return (work.outH() + rows - 1) / rows;
    }

    /** Groups of images. */
    int imageBlocks() {
        return (work.images() + images - 1) / images;
    }

    /** Chunks of output channels. */
    int outputBlocks() {
        return (work.outputs() + outputs - 1) / outputs;
    }

    /** The vectors of a block with that many images and rows. */
    TileTable tableFor(int imageCount, int rowCount) {
        if (rowCount != rows) {
            return lastRows;
        }
        return imageCount == images ? full : lastImages;
    }

    /** Elements that one output channel of one image takes in the buffer from which results are gathered. */
    int bufferRow() {
        if (!flat) {
            return rows * work.outW();
        }
        return tile.computed(TileTable.vectorsFlat(rows, work.outW(), block.pitch)) * Species.LANES_F64;
    }
}
