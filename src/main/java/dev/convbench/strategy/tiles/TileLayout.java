package dev.convbench.strategy.tiles;

import dev.convbench.gemm.PanelProduct;
import dev.convbench.op.CacheLines;
import dev.convbench.simd.Species;

/**
 * How the arrays of a transform domain lie. With p the points of a {@link TileTransform}:
 *
 * <pre>
 * V, transformed source    [p][tile][channel]                      channels rounded up to vectors
 * U, transformed kernels   [group][panel][block][p][channel][output]
 * M, their products        [p][tile][output]                       of one panel
 * </pre>
 *
 * <p>A panel is some vectors of output channels, a block some source channels. Points are an odd number of cache lines
 * apart: a tile's vectors are written to all points at once, and at distances of 4 KiB they would share one cache set.
 */
final class TileLayout {
    private static final int LANES = Species.LANES_F64;

    private static final int LINE = CacheLines.LINE_F64;

    final int points;
    final int channels;

    /** Channels rounded up to vectors: a row of V. */
    final int row;

    final int panels;

    /** Source channels of a block. */
    final int blockChannels;

    final int blocks;
    private final int outputVectors;

    /** Elements of U for a group. */
    final int kernels;

    /**
     * A layout.
     *
     * @param points of a tile
     * @param blockChannels source channels of a block at most
     */
    TileLayout(TileWork work, int points, int blockChannels) {
        this.points = points;
        this.blockChannels = Math.min(blockChannels, work.channels());
        channels = work.channels();
        row = (channels + LANES - 1) / LANES * LANES;
        blocks = (channels + this.blockChannels - 1) / this.blockChannels;
        outputVectors = (work.outputs() + LANES - 1) / LANES;
        panels = (outputVectors + PanelProduct.wideVectors() - 1) / PanelProduct.wideVectors();
        kernels = panels == 0 ? 0 : blockAt(panels - 1, blocks - 1) + blockLength(panels - 1, blocks - 1);
    }

    private static int apart(int elements) {
        int lines = (elements + LINE - 1) / LINE;
        return (lines + 1 - lines % 2) * LINE;
    }

    /** Distance of the points of V. */
    int sourcePoint(int tiles) {
        return apart(tiles * row);
    }

    /** First output channel of a panel. */
    int firstOutput(int panel) {
        return panel * PanelProduct.wideVectors() * LANES;
    }

    /** Vectors of a panel. */
    int vectors(int panel) {
        return PanelProduct.panelVectors(outputVectors - panel * PanelProduct.wideVectors());
    }

    /** Outputs of a panel, those beyond the last included. */
    int width(int panel) {
        return vectors(panel) * LANES;
    }

    /** Outputs of the widest panel. */
    int widest() {
        return width(0);
    }

    /** Distance of the points of M. */
    int productPoint(int panel, int tiles) {
        return apart(tiles * width(panel));
    }

    /** Channels of a block. */
    int channelsOf(int block) {
        return Math.min(blockChannels, channels - block * blockChannels);
    }

    /** Distance of the points of U in a block. */
    int kernelPoint(int panel, int block) {
        return apart(channelsOf(block) * width(panel));
    }

    /** Elements of a block of U. */
    int blockLength(int panel, int block) {
        return points * kernelPoint(panel, block);
    }

    /** Elements of the largest block of U. */
    int longestBlock() {
        return blockLength(0, 0);
    }

    /** Where a block of U stands within its group: all blocks but the last of a panel are of one length. */
    int blockAt(int panel, int block) {
        int perPanel = (blocks - 1) * blockLength(0, 0) + blockLength(0, blocks - 1);
        return panel * perPanel + block * blockLength(panel, 0);
    }
}
