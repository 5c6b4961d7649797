package dev.convbench.strategy.im2col;

import dev.convbench.gemm.Gemm;
import dev.convbench.gemm.MatrixLayout;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Gradient of the columns = Wᵀ · dY, then col2im adds it to dx. Phase 0 packs Wᵀ; a chunk of phase 1 owns a block of
 * groups of the images of a column block, and takes its column blocks in turn, because columns of one image overlap in
 * dx.
 */
final class Im2colBackwardData implements ConvKernel {
    private static final int WIDTH = 256;

    private final ConvShape shape;
    private final Gemm gemm;
    private final Columns columns;
    private final int groupBlocks;

    Im2colBackwardData(ConvShape shape) {
        this.shape = shape;
        columns = new Columns(shape, WIDTH);
        gemm = new Gemm(
                columns.rows,
                columns.widest,
                shape.ocPerGroup(),
                MatrixLayout.columns(columns.rows),
                MatrixLayout.rows(columns.singleImages() ? shape.oh() * shape.ow() : columns.widest));
        double operations = 2.0 * shape.ocPerGroup() * columns.rows * columns.widest * columns.blocksPerImageBlock();
        groupBlocks = Split.blocksOfItems(shape.g(), operations);
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public int chunks(int phase) {
        return phase == 0 ? shape.g() : columns.imageBlocks() * groupBlocks;
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
            int groupBlock = chunk % groupBlocks;
            int first = chunk / groupBlocks * columns.blocksPerImageBlock();
            int endGroup = Split.start(groupBlock + 1, groupBlocks, shape.g());
            for (int g = Split.start(groupBlock, groupBlocks, shape.g()); g < endGroup; g++) {
                zero(first, g, scratch.dx);
                for (int block = first; block < first + columns.blocksPerImageBlock(); block++) {
                    multiply(block, g, scratch, lane);
                    columns.scatter(scratch.lane(lane), block, g, scratch.dx);
                }
            }
        }
    }

    private void zero(int block, int g, double[] dx) {
        int group = shape.icPerGroup() * shape.ih() * shape.iw();
        for (int image = 0; image < columns.images(block); image++) {
            int from = ((columns.firstImage(block) + image) * shape.g() + g) * group;
            Arrays.fill(dx, from, from + group, 0);
        }
    }

    private void multiply(int block, int g, ConvScratch scratch, int lane) {
        int pixels = shape.oh() * shape.ow();
        int width = columns.width(block);
        double[] matrix = scratch.lane(lane);
        boolean direct = columns.singleImages();
        int firstChannel = columns.firstImage(block) * shape.oc() + g * shape.ocPerGroup();
        double[] b = direct ? scratch.dy : matrix;
        int bAt = direct ? firstChannel * pixels + columns.firstPixel(block) : columns.rows * columns.widest;
        if (!direct) {
            for (int oc = 0; oc < shape.ocPerGroup(); oc++) {
                for (int image = 0; image < columns.images(block); image++) {
                    int source = (firstChannel + image * shape.oc() + oc) * pixels;
                    System.arraycopy(scratch.dy, source, matrix, bAt + oc * columns.widest + image * pixels, pixels);
                }
            }
        }
        gemm.multiplyPacked(
                0,
                gemm.tiles(),
                width,
                scratch.packed,
                g * gemm.packedLength(),
                b,
                bAt,
                false,
                null,
                0,
                matrix,
                0,
                columns.widest,
                matrix,
                gemmAt(),
                scratch.rows(lane));
    }
}
