package dev.convbench.strategy.im2col;

import dev.convbench.gemm.Gemm;
import dev.convbench.gemm.MatrixLayout;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.strategy.Split;

/**
 * Y = W · columns + b, one product per group and block of columns. Phase 0 packs W; a chunk of phase 1 is a block of
 * columns with a block of groups, or of output channels where groups and columns are few.
 */
final class Im2colForward implements ConvKernel {
    /** Fewest micropanels of output channels that pay for building the columns again. */
    private static final int LEAST_TILES = 8;

    private static final int WIDTH = 256;

    private final ConvShape shape;
    private final Gemm gemm;
    private final Columns columns;
    private final int groupBlocks;
    private final int tileBlocks;

    Im2colForward(ConvShape shape) {
        this.shape = shape;
        columns = new Columns(shape, WIDTH);
        gemm = new Gemm(
                shape.ocPerGroup(),
                columns.widest,
                columns.rows,
                MatrixLayout.rows(columns.rows),
                MatrixLayout.rows(columns.widest));
        double operations = 2.0 * shape.ocPerGroup() * columns.rows * columns.widest;
        groupBlocks = Split.blocksOfItems(shape.g(), operations);
        tileBlocks = Split.blocks(columns.blocks * groupBlocks, gemm.tiles(), LEAST_TILES);
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public int chunks(int phase) {
        return phase == 0 ? shape.g() : columns.blocks * groupBlocks * tileBlocks;
    }

    @Override
    public int packedLength() {
        return shape.g() * gemm.packedLength();
    }

    @Override
    public int laneLength() {
        return gemmAt() + gemm.laneLengthPacked();
    }

    private int gemmAt() {
        return (columns.rows + shape.ocPerGroup()) * columns.widest;
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
        } else {
            int tileBlock = chunk % tileBlocks;
            int groupBlock = chunk / tileBlocks % groupBlocks;
            int block = chunk / tileBlocks / groupBlocks;
            int firstTile = Split.start(tileBlock, tileBlocks, gemm.tiles());
            int endTile = Split.start(tileBlock + 1, tileBlocks, gemm.tiles());
            int endGroup = Split.start(groupBlock + 1, groupBlocks, shape.g());
            for (int g = Split.start(groupBlock, groupBlocks, shape.g()); g < endGroup; g++) {
                columns.gather(scratch.x, block, g, scratch.lane(lane));
                multiply(block, g, firstTile, endTile, scratch, lane);
            }
        }
    }

    private void multiply(int block, int g, int firstTile, int endTile, ConvScratch scratch, int lane) {
        int pixels = shape.oh() * shape.ow();
        int width = columns.width(block);
        double[] matrix = scratch.lane(lane);
        int product = columns.rows * columns.widest;
        boolean direct = columns.singleImages();
        int firstChannel = columns.firstImage(block) * shape.oc() + g * shape.ocPerGroup();
        double[] c = direct ? scratch.y : matrix;
        int cAt = direct ? firstChannel * pixels + columns.firstPixel(block) : product;
        int ldc = direct ? pixels : columns.widest;
        int packedAt = g * gemm.packedLength();
        gemm.multiplyPacked(
                firstTile,
                endTile,
                width,
                scratch.packed,
                packedAt,
                matrix,
                0,
                false,
                scratch.b,
                g * shape.ocPerGroup(),
                c,
                cAt,
                ldc,
                matrix,
                gemmAt(),
                scratch.rows(lane));
        if (!direct) {
            int endRow = Math.min(shape.ocPerGroup(), endTile * gemm.tileRows());
            for (int row = firstTile * gemm.tileRows(); row < endRow; row++) {
                for (int image = 0; image < columns.images(block); image++) {
                    int target = (firstChannel + image * shape.oc() + row) * pixels;
                    System.arraycopy(matrix, product + row * ldc + image * pixels, scratch.y, target, pixels);
                }
            }
        }
    }
}
