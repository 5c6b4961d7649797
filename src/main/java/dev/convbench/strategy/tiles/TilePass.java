package dev.convbench.strategy.tiles;

import dev.convbench.gemm.PanelProduct;
import dev.convbench.op.CacheLines;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ErrorBound;
import dev.convbench.op.Pass;

/**
 * A convolution by a {@link TileTransform}, for the forward pass and, with turned kernels, for the data gradient: transform of the source,
 * one product of matrices for each point, transform of the products.
 *
 * <p>With many tiles, a chunk is a block of tiles, whose V and M should stay in L2 while U streams past once a block: V of all
 * source channels is made, then panel after panel of output channels gets its products, and M of the panel is
 * transformed while it is there.
 *
 * <p>With few tiles, U is what costs: a chunk is a panel of output channels for all tiles, V is made by a phase of its own, and
 * weights that do not come prepared are transformed block by block in passing, so that U need not leave L2. Where a point has so many
 * values that the least blocks take more than that, they do, as in tiles of 32 by Fourier.
 */
public final class TilePass implements ConvKernel {
    /** Doubles that V and M of a block of more than {@link #LEAST_TILES} tiles may take: 704 KiB of a 1 MiB L2. */
    private static final int BLOCK_DOUBLES = 88 * 1024;

    /** Tiles of a block at least: each vector of U is used that often. */
    private static final int LEAST_TILES = 12;

    /** Up to this many tiles U is what costs. */
    private static final int FEW_TILES = 64;

    /** Source channels of a block of U with many tiles. */
    private static final int BLOCK_CHANNELS = 256;

    /** Source channels of a block of U with few tiles: mostly so few that a block of all points fits L2. */
    private static final int BLOCK_CHANNELS_FEW = 64;

    /** Doubles that a block of U of more than a vector of channels may take with few tiles: 1 MiB. */
    private static final int FEW_DOUBLES = 128 * 1024;

    private static final int GATHER_CHUNKS = 16;

    /** Where buffers are used from: where a cache line begins. */
    private static final int START = CacheLines.align(0);

    private final TileWork work;
    private final TileTransform transform;
    private final TileLayout layout;
    private final TileGather gather;
    private final TileScatter scatter;
    private final TileKernels kernels;
    private final ErrorBound bound;
    private final boolean few;
    private final int tiles;

    /** Tiles of a block. */
    private final int blockTiles;

    private final int tileBlocks;

    /**
     * The kernel of a pass.
     *
     * @param work what to compute
     * @param transform the algorithm
     * @param bound of its errors
     */
    public TilePass(TileWork work, TileTransform transform, ErrorBound bound) {
        this.work = work;
        this.transform = transform;
        this.bound = bound;
        tiles = work.tiles(transform.m);
        few = tiles <= FEW_TILES;
        int points = transform.points;
        layout = new TileLayout(work, points, few ? blockChannelsFew(points) : BLOCK_CHANNELS);
        gather = new TileGather(work, transform);
        scatter = new TileScatter(work, transform);
        kernels = new TileKernels(work, transform);
        int most = few ? tiles : Math.max(LEAST_TILES, BLOCK_DOUBLES / (points * (layout.row + layout.widest())));
        tileBlocks = (tiles + most - 1) / most;
        blockTiles = (tiles + tileBlocks - 1) / tileBlocks;
    }

    private static int blockChannelsFew(int points) {
        int most = FEW_DOUBLES / (points * PanelProduct.wideVectors() * TileTransform.LANES);
        return Math.max(TileTransform.LANES, Math.min(BLOCK_CHANNELS_FEW, most));
    }

    @Override
    public ErrorBound errorBound() {
        return bound;
    }

    @Override
    public boolean packsInPassing() {
        return few;
    }

    @Override
    public int phases() {
        return few ? 3 : 2;
    }

    @Override
    public int chunks(int phase) {
        if (phase == 0) {
            return work.groups() * layout.panels * layout.blocks;
        }
        if (!few) {
            return work.groups() * tileBlocks;
        }
        return work.groups() * (phase == 1 ? gatherChunks() : layout.panels);
    }

    private int gatherChunks() {
        return Math.min(GATHER_CHUNKS, vectors());
    }

    /** Vectors of source channels. */
    private int vectors() {
        return layout.row / TileTransform.LANES;
    }

    @Override
    public int packedLength() {
        return Math.addExact(START, Math.multiplyExact(work.groups(), layout.kernels));
    }

    @Override
    public int sharedLength() {
        return few ? Math.addExact(START, Math.multiplyExact(work.groups(), sourceLength())) : 0;
    }

    /** Elements of V of a block of tiles. */
    private int sourceLength() {
        return layout.points * layout.sourcePoint(blockTiles);
    }

    // A lane: working memory of the transforms; M of a panel; V of a block of tiles, or a block of U.

    private int productsAt() {
        return CacheLines.align(START + Math.max(gather.length(), Math.max(scatter.length(), kernels.length())));
    }

    private int operandAt() {
        return productsAt() + layout.points * layout.productPoint(0, blockTiles);
    }

    @Override
    public int laneLength() {
        return operandAt() + (few ? layout.longestBlock() : sourceLength());
    }

    @Override
    public void run(int phase, int chunk, ConvScratch s, int laneIndex) {
        double[] lane = s.lane(laneIndex);
        double[] source = work.pass() == Pass.FORWARD ? s.x : s.dy;
        if (phase == 0) {
            int block = chunk % layout.blocks;
            int panel = chunk / layout.blocks % layout.panels;
            int group = chunk / layout.blocks / layout.panels;
            int to = START + group * layout.kernels + layout.blockAt(panel, block);
            kernels.run(layout, group, panel, block, s.w, s.packed, to, lane, START);
        } else if (!few) {
            int group = chunk / tileBlocks;
            int first = chunk % tileBlocks * blockTiles;
            int count = Math.min(blockTiles, tiles - first);
            if (count > 0) {
                int point = layout.sourcePoint(blockTiles);
                gather.run(
                        source, group, first, count, 0, vectors(), lane, operandAt(), layout.row, point, lane, START);
                for (int panel = 0; panel < layout.panels; panel++) {
                    panel(group, panel, first, count, lane, operandAt(), s, lane);
                }
            }
        } else if (phase == 1) {
            int group = chunk / gatherChunks();
            int part = chunk % gatherChunks();
            int from = vectors() * part / gatherChunks();
            int to = vectors() * (part + 1) / gatherChunks();
            int point = layout.sourcePoint(tiles);
            int at = START + group * sourceLength();
            gather.run(source, group, 0, tiles, from, to, s.shared, at, layout.row, point, lane, START);
        } else {
            int group = chunk / layout.panels;
            panel(group, chunk % layout.panels, 0, tiles, s.shared, START + group * sourceLength(), s, lane);
        }
    }

    /** The products and the outputs of one panel and some tiles. */
    private void panel(int group, int panel, int first, int count, double[] v, int vAt, ConvScratch s, double[] lane) {
        boolean plain = few && s.w != null;
        double[] u = plain ? lane : s.packed;
        for (int block = 0; block < layout.blocks; block++) {
            int uAt = plain ? operandAt() : START + group * layout.kernels + layout.blockAt(panel, block);
            if (plain) {
                kernels.run(layout, group, panel, block, s.w, lane, uAt, lane, START);
            }
            products(panel, block, count, v, vAt + block * layout.blockChannels, u, uAt, lane);
        }
        boolean forward = work.pass() == Pass.FORWARD;
        int width = layout.width(panel);
        int point = layout.productPoint(panel, blockTiles);
        for (int k = 0; k < layout.vectors(panel); k++) {
            int output = layout.firstOutput(panel) + k * TileTransform.LANES;
            if (output < work.outputs()) {
                int at = productsAt() + k * TileTransform.LANES;
                double[] bias = forward ? s.b : null;
                double[] out = forward ? s.y : s.dx;
                scatter.run(lane, at, width, point, group, output, first, count, bias, out, lane, START);
            }
        }
    }

    /** M of a panel gets, or gains, the products of one block of channels at all points. */
    private void products(int panel, int block, int count, double[] v, int vAt, double[] u, int uAt, double[] lane) {
        int vPoint = layout.sourcePoint(blockTiles);
        int uPoint = layout.kernelPoint(panel, block);
        int mPoint = layout.productPoint(panel, blockTiles);
        int channels = layout.channelsOf(block);
        int vectors = layout.vectors(panel);
        for (int p = 0; p < layout.points; p++) {
            PanelProduct.run(
                    count,
                    channels,
                    v,
                    vAt + p * vPoint,
                    layout.row,
                    vectors,
                    u,
                    uAt + p * uPoint,
                    lane,
                    productsAt() + p * mPoint,
                    block > 0);
        }
    }

    @Override
    public String toString() {
        return work.pass().text() + ", " + transform + ", "
                + (few ? "all tiles at once" : tileBlocks + " blocks of " + blockTiles + " tiles");
    }
}
