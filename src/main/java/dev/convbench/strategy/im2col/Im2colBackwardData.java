package dev.convbench.strategy.im2col;

import dev.convbench.gemm.Gemm;
import dev.convbench.gemm.MatrixLayout;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Gradient of the columns = Wᵀ · dY, then col2im adds it to padded planes that are copied to dx in the end. Phase 0 packs Wᵀ; a chunk of phase 1 owns some input
 * channels of the images of a column block, and takes its column blocks in turn, because columns of one image overlap in
 * dx.
 */
final class Im2colBackwardData implements ConvKernel {
    /** Images of at least so many pixels fill the tiles alone, and dY is read where it is. */
    private static final int ALONE = 128;
    /** Columns of a block at most. */
    private static final int MOST_WIDTH = 512;
    /** Elements that the padded planes of a chunk should take at most: 2 MiB. */
    private static final int MOST_PLANES = 1 << 18;

    private final ConvShape shape;
    private final Gemm gemm;
    private final Columns columns;
    private final int groupBlocks;
    private final int channelBlocks;

    Im2colBackwardData(ConvShape shape) {
        this.shape = shape;
        int rows = shape.icPerGroup() * shape.kh() * shape.kw();
        int unit = Gemm.panelColumns(rows);
        columns = new Columns(shape, Math.max(unit, MOST_WIDTH), unit, ALONE);
        gemm = Gemm.ofPacked(
                columns.rows,
                columns.widest,
                shape.ocPerGroup(),
                MatrixLayout.columns(columns.rows),
                MatrixLayout.rows(columns.singleImages() ? shape.oh() * shape.ow() : columns.widest));
        double operations = 2.0 * shape.ocPerGroup() * columns.rows * columns.widest * columns.blocksPerImageBlock();
        groupBlocks = Split.blocksOfItems(shape.g(), operations);
        int cached = Math.max(
                1, Math.min(Columns.CACHED / (taps() * columns.widest), MOST_PLANES / columns.scatterLength()));
        int forCache = (shape.icPerGroup() - 1) / cached + 1;
        channelBlocks = Math.max(forCache, Split.blocks(columns.imageBlocks() * groupBlocks, shape.icPerGroup(), 1));
    }

    private int taps() {
        return shape.kh() * shape.kw();
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public int chunks(int phase) {
        return phase == 0 ? shape.g() : columns.imageBlocks() * groupBlocks * channelBlocks;
    }

    @Override
    public int packedLength() {
        return shape.g() * gemm.packedLength();
    }

    // A lane: gradient of some columns, dY of several images, working memory of the product, padded planes.

    private int mostChannels() {
        return (shape.icPerGroup() - 1) / channelBlocks + 1;
    }

    private int gradientAt() {
        return (mostChannels() * taps() + 2 * gemm.tileRows()) * columns.widest;
    }

    private int gemmAt() {
        return gradientAt() + (columns.singleImages() ? 0 : shape.ocPerGroup() * columns.widest);
    }

    @Override
    public int laneLength() {
        return planesAt() + mostChannels() * columns.scatterLength();
    }

    private int planesAt() {
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
            return;
        }
        int channelBlock = chunk % channelBlocks;
        int groupBlock = chunk / channelBlocks % groupBlocks;
        int firstBlock = chunk / channelBlocks / groupBlocks * columns.blocksPerImageBlock();
        int from = Split.start(channelBlock, channelBlocks, shape.icPerGroup());
        int end = Split.start(channelBlock + 1, channelBlocks, shape.icPerGroup());
        int endGroup = Split.start(groupBlock + 1, groupBlocks, shape.g());
        for (int g = Split.start(groupBlock, groupBlocks, shape.g()); g < endGroup; g++) {
            double[] own = scratch.lane(lane);
            zero(firstBlock, g, from, end, scratch.dx);
            Arrays.fill(own, planesAt(), laneLength(), 0);
            for (int block = firstBlock; block < firstBlock + columns.blocksPerImageBlock(); block++) {
                gradient(block, g, from, end, scratch, lane);
            }
            columns.restore(own, planesAt(), firstBlock, g, from, end, scratch.dx);
        }
    }

    private void zero(int block, int g, int from, int end, double[] dx) {
        int plane = shape.ih() * shape.iw();
        for (int image = 0; image < columns.images(block); image++) {
            int group = ((columns.firstImage(block) + image) * shape.g() + g) * shape.icPerGroup();
            Arrays.fill(dx, (group + from) * plane, (group + end) * plane, 0);
        }
    }

    /** Whole tiles: rows of neighbouring channels that share one are computed and left. */
    private void gradient(int block, int g, int from, int end, ConvScratch scratch, int lane) {
        int pixels = shape.oh() * shape.ow();
        double[] own = scratch.lane(lane);
        boolean direct = columns.singleImages();
        int firstChannel = columns.firstImage(block) * shape.oc() + g * shape.ocPerGroup();
        if (!direct) {
            gather(block, firstChannel, scratch.dy, own);
        }
        int firstTile = from * taps() / gemm.tileRows();
        int firstRow = firstTile * gemm.tileRows();
        gemm.multiplyPacked(
                firstTile,
                (end * taps() - 1) / gemm.tileRows() + 1,
                columns.width(block),
                scratch.packed,
                g * gemm.packedLength(),
                direct ? scratch.dy : own,
                direct ? firstChannel * pixels + columns.firstPixel(block) : gradientAt(),
                false,
                null,
                0,
                own,
                -firstRow * columns.widest,
                columns.widest,
                own,
                gemmAt(),
                scratch.rows(lane));
        int rows = (from * taps() - firstRow) * columns.widest;
        columns.scatter(own, rows, block, from, end, own, planesAt());
    }

    private void gather(int block, int firstChannel, double[] dy, double[] own) {
        int pixels = shape.oh() * shape.ow();
        for (int oc = 0; oc < shape.ocPerGroup(); oc++) {
            for (int image = 0; image < columns.images(block); image++) {
                int source = (firstChannel + image * shape.oc() + oc) * pixels;
                System.arraycopy(dy, source, own, gradientAt() + oc * columns.widest + image * pixels, pixels);
            }
        }
    }
}
