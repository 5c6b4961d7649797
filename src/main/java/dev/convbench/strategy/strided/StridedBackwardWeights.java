package dev.convbench.strategy.strided;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * dw = the view contracted with dy over images and windows: inner products of planes of dy with the two-dimensional view
 * of each tap. A chunk of phase 0 leaves the sum over a block of images, for a block of output channels of one group, in
 * shared memory; phase 1 adds those sums up.
 */
final class StridedBackwardWeights implements ConvKernel {
    /** Most blocks of images: enough chunks for any likely number of workers. */
    private static final int MAX_IMAGE_BLOCKS = 16;
    /** Elements that all partial sums may take together (8 MiB). */
    private static final int MAX_PARTIAL = 1 << 20;
    /** Fewest pairs of output channels that pay for another padded copy. */
    private static final int LEAST_PAIRS = 6;

    private final ConvShape shape;
    private final Windows windows;
    private final int pairs;
    private final int imageBlocks;
    private final int channelBlocks;
    private final int sumBlocks;

    StridedBackwardWeights(ConvShape shape) {
        this.shape = shape;
        windows = new Windows(shape, false);
        pairs = (shape.ocPerGroup() - 1) / ViewDots.PLANES + 1;
        imageBlocks = Math.min(Math.min(shape.mb(), MAX_IMAGE_BLOCKS), Math.max(1, MAX_PARTIAL / shape.wLength()));
        channelBlocks = Split.blocks(imageBlocks * shape.g(), pairs, LEAST_PAIRS);
        sumBlocks = Split.blocksOfItems(shape.wLength(), imageBlocks);
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public int chunks(int phase) {
        return phase == 0 ? imageBlocks * shape.g() * channelBlocks : sumBlocks;
    }

    @Override
    public int sharedLength() {
        return imageBlocks * shape.wLength();
    }

    @Override
    public int laneLength() {
        return windows.copyLength();
    }

    @Override
    public void run(int phase, int chunk, ConvScratch scratch, int lane) {
        if (phase == 0) {
            int block = chunk % channelBlocks;
            int g = chunk / channelBlocks % shape.g();
            int images = chunk / channelBlocks / shape.g();
            int first = Split.start(block, channelBlocks, pairs) * ViewDots.PLANES;
            int end = Math.min(shape.ocPerGroup(), Split.start(block + 1, channelBlocks, pairs) * ViewDots.PLANES);
            int terms = windows.taps.length;
            int target = images * shape.wLength() + g * shape.ocPerGroup() * terms;
            Arrays.fill(scratch.shared, target + first * terms, target + end * terms, 0);
            int lastImage = Split.start(images + 1, imageBlocks, shape.mb());
            for (int n = Split.start(images, imageBlocks, shape.mb()); n < lastImage; n++) {
                double[] x = windows.base(scratch.x, n, g, scratch.lane(lane));
                for (int oc = first; oc < end; oc += ViewDots.PLANES) {
                    boolean single = oc + 1 >= end;
                    contract(x, windows.start(n, g), n, g, oc, single, scratch.dy, scratch.shared, target + oc * terms);
                }
            }
        } else {
            int first = Split.start(chunk, sumBlocks, shape.wLength());
            int end = Split.start(chunk + 1, sumBlocks, shape.wLength());
            addPartials(scratch.shared, first, end, scratch.dw);
        }
    }

    private void contract(
            double[] x, int at, int n, int g, int oc, boolean single, double[] dy, double[] shared, int target) {
        int pixels = shape.oh() * shape.ow();
        int d0 = (n * shape.oc() + g * shape.ocPerGroup() + oc) * pixels;
        int d1 = single ? d0 : d0 + pixels;
        int[] taps = windows.taps;
        int last = taps.length - 1;
        for (int k = 0; k <= last; k += ViewDots.VIEWS) {
            ViewDots.add(
                    dy,
                    d0,
                    d1,
                    x,
                    at + taps[k],
                    at + taps[Math.min(k + 1, last)],
                    at + taps[Math.min(k + 2, last)],
                    at + taps[Math.min(k + 3, last)],
                    windows.rows,
                    windows.length,
                    windows.view.row(),
                    windows.view.column(),
                    shared,
                    target + k,
                    single ? -1 : target + taps.length + k,
                    last - k + 1);
        }
    }

    private void addPartials(double[] shared, int first, int end, double[] dw) {
        int length = shape.wLength();
        System.arraycopy(shared, first, dw, first, end - first);
        for (int block = 1; block < imageBlocks; block++) {
            for (int k = first; k < end; k++) {
                dw[k] += shared[block * length + k];
            }
        }
    }
}
