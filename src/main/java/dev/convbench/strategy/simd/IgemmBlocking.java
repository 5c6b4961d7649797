package dev.convbench.strategy.simd;

import dev.convbench.gemm.VectorTile;

/**
 * How {@link IgemmPass} cuts a correlation: which rows of how many images make a block of pixels, and how many channels a block of terms.
 * Depends on the shape and the vector width alone.
 */
final class IgemmBlocking {
    /**
     * Elements of the panels of a block of terms: 512 KiB, half of a 1 MiB L2, where all output channels meet them; more only where a single
     * row, which is never cut, has more pixels than a block should.
     */
    private static final int PANEL_ELEMENTS = 512 * 1024 / Double.BYTES;

    /** Terms to aim for at least, KC, in whole channels: a tile meets the output once per so many multiply-adds of each of its sums. */
    static final int LEAST_TERMS = 128;

    /** Pixels of a block at most, 2 KiB of each term: at KC = 256 their panels fill what they may. */
    private static final int MOST_PIXELS = 2 * 1024 / Double.BYTES;

    /** From so many blocks on, each is a chunk with panels of its own, and eight workers are busy. */
    private static final int ENOUGH_BLOCKS = 8;

    /** Chunks of a stage where blocks come one after the other. */
    private static final int STAGE_CHUNKS = 16;

    /** Least tiles of output channels in a chunk: they share the reading of the panels. */
    private static final int TILES_PER_CHUNK = 2;

    /** Rows of a block of pixels. */
    final int rows;

    /** Blocks of rows in an image. */
    final int rowBlocks;

    /** Images of a block: several where maps are small, so that they meet weights while these are in L1. */
    final int images;

    /** Channels of a block of terms. */
    final int channels;

    /** Blocks of terms. */
    final int termBlocks;

    /** Whether a block is a chunk; otherwise blocks are stages, and each is packed, then multiplied, by all workers. */
    final boolean ownPanels;

    /** Output channels of a chunk of a stage, a multiple of the tile's rows. */
    final int outputs;

    private final Correlation work;

    /**
     * Cuts a correlation.
     *
     * @param tile the widest
     * @param packed whether its weights are packed
     */
    IgemmBlocking(Correlation work, VectorTile tile, boolean packed) {
        this.work = work;
        rows = rowsAtOnce(tile);
        rowBlocks = (work.outH() + rows - 1) / rows;
        int pixels = rows * work.outW();
        images = rowBlocks > 1 ? 1 : Math.max(1, Math.min(work.images(), MOST_PIXELS / pixels));
        int elements = images * DensePanels.elements(pixels, tile, packed);
        int most = Math.min(VectorTile.MOST_TERMS, Math.max(LEAST_TERMS, PANEL_ELEMENTS / elements));
        int wantedChannels = Math.max(1, most / work.taps());
        int parts = (work.channels() + wantedChannels - 1) / wantedChannels;
        channels = (work.channels() + parts - 1) / parts;
        termBlocks = (work.channels() + channels - 1) / channels;
        ownPanels = blocks() >= ENOUGH_BLOCKS;
        int tileRows = (work.outputs() + tile.mr - 1) / tile.mr;
        int splits = Math.max(1, Math.min(STAGE_CHUNKS, tileRows / TILES_PER_CHUNK));
        outputs = (tileRows + splits - 1) / splits * tile.mr;
    }

    /** As many rows as a block may have, or fewer where tiles fit them better. */
    private int rowsAtOnce(VectorTile tile) {
        int best = 1;
        double least = Double.MAX_VALUE;
        for (int candidate = 1; candidate <= work.outH(); candidate++) {
            if (candidate > 1 && candidate * work.outW() > MOST_PIXELS) {
                break;
            }
            int rest = work.outH() % candidate;
            double cost = work.outH() / candidate * tile.cost(TileTable.vectors(candidate * work.outW()))
                    + tile.cost(TileTable.vectors(rest * work.outW()));
            if (cost <= least) {
                least = cost;
                best = candidate;
            }
        }
        return best;
    }

    /** Blocks of pixels, all groups and images. */
    int blocks() {
        return imageBlocks() * work.groups() * rowBlocks;
    }

    /** Groups of images. */
    private int imageBlocks() {
        return (work.images() + images - 1) / images;
    }

    /** First image of a block. */
    int image(int block) {
        return block / rowBlocks / work.groups() * images;
    }

    /** Images of a block: fewer in the last. */
    int imagesOf(int block) {
        return Math.min(images, work.images() - image(block));
    }

    /** Group of a block. */
    int group(int block) {
        return block / rowBlocks % work.groups();
    }

    /** First row of a block. */
    int row(int block) {
        return block % rowBlocks * rows;
    }

    /** Whether a block has the last rows of an image, which may be fewer. */
    boolean hasLastRows(int block) {
        return block % rowBlocks == rowBlocks - 1;
    }

    /** Chunks of output channels in a stage. */
    int outputSplits() {
        return (work.outputs() + outputs - 1) / outputs;
    }

    /** Chunks of channels in which a stage packs a block of terms. */
    int channelSplits() {
        return Math.min(channels, STAGE_CHUNKS);
    }

    /** Channels of a block of terms that starts at channel {@code first}. */
    int channelsFrom(int first) {
        return Math.min(channels, work.channels() - first);
    }
}
