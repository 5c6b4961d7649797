package dev.convbench.strategy.im2col;

import dev.convbench.gemm.Gemm;
import dev.convbench.gemm.GemmTransposed;
import dev.convbench.gemm.MatrixLayout;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.simd.VectorModule;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * dW = Σ dY · columnsᵀ over the blocks of columns. The sum is split into parts by the shape alone: a chunk of phase 0
 * leaves the sum over some blocks of columns, for a block of input channels of one group, in shared memory; phase 1 adds
 * the parts up.
 *
 * <p>With vectors, enough output channels and weights of each to fill a tile, the columns are transposed as they are packed, and elements of dW lie along
 * the lanes; otherwise each element is a dot product.
 */
final class Im2colBackwardWeights implements ConvKernel {
    /** Most parts of the sum: enough chunks for any likely number of workers. */
    private static final int MAX_PARTS = 16;
    /** Elements that all parts may take together (8 MiB). */
    private static final int MAX_PARTIAL = 1 << 20;
    /** Columns of a block at least and at most: the longer the sums, the less they cost to start and to add up. */
    private static final int LEAST_WIDTH = 384;

    private static final int MOST_WIDTH = 4096;
    /** Columns of whole cache lines and vectors. */
    private static final int UNIT = 8;
    /** Fewest output channels that pay for transposing the columns. */
    private static final int LEAST_TRANSPOSED = 12;

    private final ConvShape shape;
    private final Columns columns;
    private final boolean transposes;
    private final Gemm gemm;
    private final GemmTransposed dots;
    private final int parts;
    private final int channelBlocks;
    private final int sumBlocks;

    Im2colBackwardWeights(ConvShape shape) {
        this.shape = shape;
        int rows = shape.icPerGroup() * taps();
        columns = new Columns(shape, Columns.width(rows, LEAST_WIDTH, MOST_WIDTH), UNIT, Integer.MAX_VALUE);
        parts = Math.min(Math.min(columns.blocks, MAX_PARTS), Math.max(1, MAX_PARTIAL / shape.wLength()));
        channelBlocks = Split.blocks(parts * shape.g(), shape.icPerGroup(), 1);
        sumBlocks = Split.blocksOfItems(shape.wLength(), parts);
        boolean large = shape.ocPerGroup() >= LEAST_TRANSPOSED && rows >= Gemm.panelColumns(shape.ocPerGroup());
        transposes = VectorModule.isUsable() && large;
        gemm = new Gemm(
                shape.ocPerGroup(),
                mostChannels() * taps(),
                Math.min(columns.widest, shape.oh() * shape.ow()),
                MatrixLayout.rows(shape.oh() * shape.ow()),
                MatrixLayout.columns(columns.widest));
        dots = new GemmTransposed(mostChannels() * taps(), columns.widest);
    }

    private int taps() {
        return shape.kh() * shape.kw();
    }

    private int mostChannels() {
        return (shape.icPerGroup() - 1) / channelBlocks + 1;
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

    // A lane: columns, working memory of the product and of the gathering.

    private int productAt() {
        return mostChannels() * taps() * columns.widest;
    }

    private int gatherAt() {
        return productAt() + (transposes ? gemm.laneLengthUnpacked() : dots.laneLength());
    }

    @Override
    public int laneLength() {
        return gatherAt() + columns.gatherLength();
    }

    @Override
    public int laneRows() {
        return transposes ? gemm.laneRows() : 0;
    }

    @Override
    public int laneRowLength() {
        return transposes ? gemm.laneRowLength() : 0;
    }

    @Override
    public void run(int phase, int chunk, ConvScratch scratch, int lane) {
        if (phase == 0) {
            int channelBlock = chunk % channelBlocks;
            int g = chunk / channelBlocks % shape.g();
            int part = chunk / channelBlocks / shape.g();
            int first = Split.start(channelBlock, channelBlocks, shape.icPerGroup());
            int end = Split.start(channelBlock + 1, channelBlocks, shape.icPerGroup());
            sum(part, g, first, end, scratch, lane);
        } else {
            int first = Split.start(chunk, sumBlocks, shape.wLength());
            int end = Split.start(chunk + 1, sumBlocks, shape.wLength());
            addParts(scratch.shared, first, end, scratch.dw);
        }
    }

    private void sum(int part, int g, int firstChannel, int endChannel, ConvScratch scratch, int lane) {
        double[] own = scratch.lane(lane);
        int row = part * shape.wLength() + g * shape.ocPerGroup() * columns.rows + firstChannel * taps();
        int width = (endChannel - firstChannel) * taps();
        for (int oc = 0; oc < shape.ocPerGroup(); oc++) {
            Arrays.fill(scratch.shared, row + oc * columns.rows, row + oc * columns.rows + width, 0);
        }
        int end = Split.start(part + 1, parts, columns.blocks);
        for (int block = Split.start(part, parts, columns.blocks); block < end; block++) {
            columns.gather(scratch.x, block, g, firstChannel, endChannel, own, 0, own, gatherAt());
            if (transposes) {
                multiply(block, g, width, scratch, lane, row);
            } else {
                dots(block, g, width, scratch, own, row);
            }
        }
    }

    private int source(int block, int g) {
        int channel = columns.firstImage(block) * shape.oc() + g * shape.ocPerGroup();
        return channel * shape.oh() * shape.ow() + columns.firstPixel(block);
    }

    private void multiply(int block, int g, int width, ConvScratch scratch, int lane, int target) {
        double[] own = scratch.lane(lane);
        int length = columns.perImage(block);
        for (int image = 0; image < columns.images(block); image++) {
            gemm.multiplyUnpacked(
                    shape.ocPerGroup(),
                    width,
                    length,
                    scratch.dy,
                    source(block, g) + image * shape.oc() * shape.oh() * shape.ow(),
                    own,
                    image * length,
                    true,
                    scratch.shared,
                    target,
                    columns.rows,
                    own,
                    productAt(),
                    scratch.rows(lane));
        }
    }

    private void dots(int block, int g, int width, ConvScratch scratch, double[] own, int target) {
        int pixels = shape.oh() * shape.ow();
        int length = columns.perImage(block);
        dots.add(
                shape.ocPerGroup(),
                width,
                columns.images(block),
                length,
                scratch.dy,
                source(block, g),
                pixels,
                shape.oc() * pixels,
                own,
                0,
                length,
                scratch.shared,
                target,
                columns.rows,
                own,
                productAt());
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
