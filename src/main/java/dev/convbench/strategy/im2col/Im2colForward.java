package dev.convbench.strategy.im2col;

import dev.convbench.gemm.Gemm;
import dev.convbench.gemm.MatrixLayout;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.strategy.Split;

/**
 * Y = W · columns + b, one product per group and block of columns. Phase 0 packs W.
 *
 * <p>Where there are enough blocks of columns, a chunk of phase 1 makes one in its lane and multiplies it. Where there are
 * few (a batch of one), phase 1 makes them all in shared memory, by channels, and a chunk of phase 2 multiplies some rows
 * of W.
 */
final class Im2colForward implements ConvKernel {
    /** Images of at least so many pixels fill the tiles alone, and their product goes straight to the output. */
    private static final int ALONE = 128;
    /** Columns of a block at least and at most: packed weights are read once for each block. */
    private static final int LEAST_WIDTH = 192;

    private static final int MOST_WIDTH = 1024;
    /** Blocks that keep all workers busy. */
    private static final int ENOUGH = 16;
    /** Elements that shared columns may take: 64 MiB. */
    private static final int MOST_SHARED = 1 << 23;
    /** Fewest micropanels of output channels that are worth a chunk. */
    private static final int LEAST_TILES = 2;

    private final ConvShape shape;
    private final Gemm gemm;
    private final Columns columns;
    private final boolean shared;
    private final int groupBlocks;
    private final int channelBlocks;
    private final int tileBlocks;

    Im2colForward(ConvShape shape) {
        this.shape = shape;
        int unit = Gemm.panelColumns(shape.ocPerGroup());
        int rows = shape.icPerGroup() * shape.kh() * shape.kw();
        columns = new Columns(shape, Columns.width(rows, Math.max(unit, LEAST_WIDTH), MOST_WIDTH), unit, ALONE);
        gemm = Gemm.ofPacked(
                shape.ocPerGroup(),
                columns.widest,
                columns.rows,
                MatrixLayout.rows(columns.rows),
                MatrixLayout.rows(columns.widest));
        double operations = 2.0 * shape.ocPerGroup() * columns.rows * columns.widest;
        int matrices = columns.blocks * shape.g();
        shared = matrices < ENOUGH && (long) matrices * columns.rows * columns.widest <= MOST_SHARED;
        groupBlocks = shared ? shape.g() : Split.blocksOfItems(shape.g(), operations);
        channelBlocks = Split.blocks(matrices, shape.icPerGroup(), 1);
        tileBlocks = shared ? Split.blocks(matrices, gemm.tiles(), LEAST_TILES) : 1;
    }

    @Override
    public int phases() {
        return shared ? 3 : 2;
    }

    @Override
    public int chunks(int phase) {
        if (phase == 0) {
            return shape.g();
        }
        return columns.blocks * groupBlocks * (isGathering(phase) ? channelBlocks : tileBlocks);
    }

    private boolean isGathering(int phase) {
        return shared && phase == 1;
    }

    @Override
    public int packedLength() {
        return shape.g() * gemm.packedLength();
    }

    @Override
    public int sharedLength() {
        return shared ? columns.blocks * shape.g() * matrixLength() : 0;
    }

    private int matrixLength() {
        return columns.rows * columns.widest;
    }

    // A lane: columns, product of several images, working memory of the product.

    private int productAt() {
        return shared ? 0 : matrixLength();
    }

    private int gemmAt() {
        return productAt() + (columns.singleImages() ? 0 : shape.ocPerGroup() * columns.widest);
    }

    @Override
    public int laneLength() {
        return gatherAt() + columns.gatherLength();
    }

    private int gatherAt() {
        return gemmAt() + gemm.laneLengthPacked();
    }

    @Override
    public int laneRows() {
        return gemm.laneRows();
    }

    @Override
    public int laneRowLength() {
        return gemm.laneRowLength();
    }

    @Override
    public void run(int phase, int chunk, ConvScratch scratch, int lane) {
        if (phase == 0) {
            int weights = shape.ocPerGroup() * columns.rows;
            gemm.packA(scratch.w, chunk * weights, 0, gemm.tiles(), scratch.packed, chunk * gemm.packedLength());
        } else if (isGathering(phase)) {
            int matrix = chunk / channelBlocks;
            int first = Split.start(chunk % channelBlocks, channelBlocks, shape.icPerGroup());
            int end = Split.start(chunk % channelBlocks + 1, channelBlocks, shape.icPerGroup());
            int at = matrix * matrixLength() + first * shape.kh() * shape.kw() * columns.widest;
            columns.gather(
                    scratch.x,
                    matrix / shape.g(),
                    matrix % shape.g(),
                    first,
                    end,
                    scratch.shared,
                    at,
                    scratch.lane(lane),
                    gatherAt());
        } else {
            multiply(chunk, scratch, lane);
        }
    }

    private void multiply(int chunk, ConvScratch scratch, int lane) {
        int tileBlock = chunk % tileBlocks;
        int groupBlock = chunk / tileBlocks % groupBlocks;
        int block = chunk / tileBlocks / groupBlocks;
        int firstTile = Split.start(tileBlock, tileBlocks, gemm.tiles());
        int endTile = Split.start(tileBlock + 1, tileBlocks, gemm.tiles());
        int endGroup = Split.start(groupBlock + 1, groupBlocks, shape.g());
        for (int g = Split.start(groupBlock, groupBlocks, shape.g()); g < endGroup; g++) {
            if (!shared) {
                double[] own = scratch.lane(lane);
                columns.gather(scratch.x, block, g, 0, shape.icPerGroup(), own, 0, own, gatherAt());
            }
            multiply(block, g, firstTile, endTile, scratch, lane);
        }
    }

    private void multiply(int block, int g, int firstTile, int endTile, ConvScratch scratch, int lane) {
        int pixels = shape.oh() * shape.ow();
        double[] own = scratch.lane(lane);
        boolean direct = columns.singleImages();
        int firstChannel = columns.firstImage(block) * shape.oc() + g * shape.ocPerGroup();
        gemm.multiplyPacked(
                firstTile,
                endTile,
                columns.width(block),
                scratch.packed,
                g * gemm.packedLength(),
                shared ? scratch.shared : own,
                shared ? (block * shape.g() + g) * matrixLength() : 0,
                false,
                scratch.b,
                g * shape.ocPerGroup(),
                direct ? scratch.y : own,
                direct ? firstChannel * pixels + columns.firstPixel(block) : productAt(),
                direct ? pixels : columns.widest,
                own,
                gemmAt(),
                scratch.rows(lane));
        if (!direct) {
            int endRow = Math.min(shape.ocPerGroup(), endTile * gemm.tileRows());
            for (int row = firstTile * gemm.tileRows(); row < endRow; row++) {
                for (int image = 0; image < columns.images(block); image++) {
                    int source = productAt() + row * columns.widest + image * pixels;
                    int target = (firstChannel + image * shape.oc() + row) * pixels;
                    System.arraycopy(own, source, scratch.y, target, pixels);
                }
            }
        }
    }
}
