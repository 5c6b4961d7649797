package dev.convbench.strategy.im2col;

import dev.convbench.gemm.GemmTransposed;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * dW = Σ dY · columnsᵀ over the blocks of columns. The sum is split into parts by the shape alone: a chunk of phase 0
 * leaves the sum over some blocks of columns, for a block of output channels of one group, in shared memory; phase 1 adds
 * the parts up.
 */
final class Im2colBackwardWeights implements ConvKernel {
    /** Most parts of the sum: enough chunks for any likely number of workers. */
    private static final int MAX_PARTS = 16;
    /** Elements that all parts may take together (8 MiB). */
    private static final int MAX_PARTIAL = 1 << 20;
    /** Columns of a block at least and at most: the longer the sums, the less adding up their lanes costs. */
    private static final int LEAST_WIDTH = 256;

    private static final int MOST_WIDTH = 4096;
    /** Columns of whole cache lines and vectors. */
    private static final int UNIT = 8;
    /** Fewest output channels that pay for building the columns again. */
    private static final int LEAST_CHANNELS = 12;

    private final ConvShape shape;
    private final Columns columns;
    private final GemmTransposed product;
    private final int parts;
    private final int channelBlocks;
    private final int sumBlocks;

    Im2colBackwardWeights(ConvShape shape) {
        this.shape = shape;
        int rows = shape.icPerGroup() * shape.kh() * shape.kw();
        columns = new Columns(shape, Columns.width(rows, LEAST_WIDTH, MOST_WIDTH), UNIT, Integer.MAX_VALUE);
        product = new GemmTransposed(rows, columns.widest);
        parts = Math.min(Math.min(columns.blocks, MAX_PARTS), Math.max(1, MAX_PARTIAL / shape.wLength()));
        channelBlocks = Split.blocks(parts * shape.g(), shape.ocPerGroup(), LEAST_CHANNELS);
        sumBlocks = Split.blocksOfItems(shape.wLength(), parts);
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public int chunks(int phase) {
        return phase == 0 ? parts * shape.g() * channelBlocks : sumBlocks;
    }

    @Override
    public int sharedLength() {
        return parts * shape.wLength();
    }

    @Override
    public int laneLength() {
        return lanesAt() + product.laneLength() + columns.gatherLength();
    }

    private int lanesAt() {
        return columns.rows * columns.widest;
    }

    @Override
    public void run(int phase, int chunk, ConvScratch scratch, int lane) {
        if (phase == 0) {
            int channelBlock = chunk % channelBlocks;
            int g = chunk / channelBlocks % shape.g();
            int part = chunk / channelBlocks / shape.g();
            int first = Split.start(channelBlock, channelBlocks, shape.ocPerGroup());
            int end = Split.start(channelBlock + 1, channelBlocks, shape.ocPerGroup());
            sum(part, g, first, end, scratch, scratch.lane(lane));
        } else {
            int first = Split.start(chunk, sumBlocks, shape.wLength());
            int end = Split.start(chunk + 1, sumBlocks, shape.wLength());
            addParts(scratch.shared, first, end, scratch.dw);
        }
    }

    private void sum(int part, int g, int firstChannel, int endChannel, ConvScratch scratch, double[] matrix) {
        int pixels = shape.oh() * shape.ow();
        int target = part * shape.wLength() + (g * shape.ocPerGroup() + firstChannel) * columns.rows;
        int channels = endChannel - firstChannel;
        Arrays.fill(scratch.shared, target, target + channels * columns.rows, 0);
        int end = Split.start(part + 1, parts, columns.blocks);
        for (int block = Split.start(part, parts, columns.blocks); block < end; block++) {
            columns.gather(
                    scratch.x, block, g, 0, shape.icPerGroup(), matrix, 0, matrix, lanesAt() + product.laneLength());
            int length = columns.perImage(block);
            int channel = columns.firstImage(block) * shape.oc() + g * shape.ocPerGroup() + firstChannel;
            product.add(
                    channels,
                    columns.images(block),
                    length,
                    scratch.dy,
                    channel * pixels + columns.firstPixel(block),
                    pixels,
                    shape.oc() * pixels,
                    matrix,
                    0,
                    length,
                    scratch.shared,
                    target,
                    columns.rows,
                    matrix,
                    lanesAt());
        }
    }

    private void addParts(double[] shared, int first, int end, double[] dw) {
        int length = shape.wLength();
        System.arraycopy(shared, first, dw, first, end - first);
        for (int part = 1; part < parts; part++) {
            for (int k = first; k < end; k++) {
                dw[k] += shared[part * length + k];
            }
        }
    }
}
