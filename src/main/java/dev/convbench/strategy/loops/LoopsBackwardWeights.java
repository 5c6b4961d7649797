package dev.convbench.strategy.loops;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.strategy.PhasePlanes;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * dw by register tiles: for each image, three output channels times three taps are nine dot products of dy with shifted
 * phase planes. A chunk of phase 0 is a block of output channels of one group over a block of images, which leaves a
 * partial sum in shared memory; phase 1 adds the partial sums up.
 */
final class LoopsBackwardWeights implements ConvKernel {
    /** Most blocks of images: enough chunks for any likely number of workers. */
    private static final int MAX_IMAGE_BLOCKS = 16;
    /** Elements that all partial sums may take together (8 MiB). */
    private static final int MAX_PARTIAL = 1 << 20;
    /** Fewest triples of output channels that pay for another copy of the input. */
    private static final int LEAST_TRIPLES = 4;

    private final ConvShape shape;
    private final PhasePlanes planes;
    private final int[] source;
    private final int triples;
    private final int imageBlocks;
    private final int channelBlocks;
    private final int sumBlocks;

    LoopsBackwardWeights(ConvShape shape) {
        this.shape = shape;
        planes = new PhasePlanes(shape, false);
        source = new int[shape.icPerGroup() * shape.kh() * shape.kw()];
        for (int k = 0; k < source.length; k++) {
            int s = k % shape.kw();
            int r = k / shape.kw() % shape.kh();
            int c = k / (shape.kh() * shape.kw());
            source[k] = c * planes.channel + planes.planeOf(r, s) * planes.plane + planes.offset(r, s);
        }
        triples = (shape.ocPerGroup() - 1) / DotTile.SIDE + 1;
        imageBlocks = Math.min(Math.min(shape.mb(), MAX_IMAGE_BLOCKS), Math.max(1, MAX_PARTIAL / shape.wLength()));
        channelBlocks = Split.blocks(imageBlocks * shape.g(), triples, LEAST_TRIPLES);
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
        return shape.icPerGroup() * planes.channel + DotTile.SIDE * DotTile.SIDE;
    }

    @Override
    public void run(int phase, int chunk, ConvScratch scratch, int lane) {
        if (phase == 0) {
            int block = chunk % channelBlocks;
            int g = chunk / channelBlocks % shape.g();
            int images = chunk / channelBlocks / shape.g();
            int first = Split.start(block, channelBlocks, triples);
            int end = Split.start(block + 1, channelBlocks, triples);
            zeroPartial(images, g, first, end, scratch.shared);
            int lastImage = Split.start(images + 1, imageBlocks, shape.mb());
            for (int n = Split.start(images, imageBlocks, shape.mb()); n < lastImage; n++) {
                copyPlanes(scratch.x, n, g, scratch.lane(lane));
                for (int triple = first; triple < end; triple++) {
                    contract(images, n, g, triple, scratch, scratch.lane(lane));
                }
            }
        } else {
            int first = Split.start(chunk, sumBlocks, shape.wLength());
            int end = Split.start(chunk + 1, sumBlocks, shape.wLength());
            addPartials(scratch.shared, first, end, scratch.dw);
        }
    }

    private void zeroPartial(int images, int g, int firstTriple, int endTriple, double[] shared) {
        int partial = images * shape.wLength() + g * shape.ocPerGroup() * source.length;
        int end = Math.min(shape.ocPerGroup(), endTriple * DotTile.SIDE);
        Arrays.fill(shared, partial + firstTriple * DotTile.SIDE * source.length, partial + end * source.length, 0);
    }

    private void copyPlanes(double[] x, int n, int g, double[] lane) {
        int pixels = shape.ih() * shape.iw();
        int from = (n * shape.ic() + g * shape.icPerGroup()) * pixels;
        for (int c = 0; c < shape.icPerGroup(); c++) {
            planes.copy(x, from + c * pixels, lane, c * planes.channel);
        }
    }

    private void contract(int images, int n, int g, int triple, ConvScratch scratch, double[] lane) {
        int pixels = shape.oh() * shape.ow();
        int firstChannel = g * shape.ocPerGroup() + triple * DotTile.SIDE;
        int channels = Math.min(DotTile.SIDE, shape.ocPerGroup() - triple * DotTile.SIDE);
        int d0 = (n * shape.oc() + firstChannel) * pixels;
        int d1 = d0 + Math.min(1, channels - 1) * pixels;
        int d2 = d0 + Math.min(2, channels - 1) * pixels;
        int partial = images * shape.wLength() + firstChannel * source.length;
        boolean dense = planes.pitch == shape.ow();
        int rows = dense ? 1 : shape.oh();
        int length = dense ? pixels : shape.ow();
        int sums = shape.icPerGroup() * planes.channel;
        for (int k = 0; k < source.length; k += DotTile.SIDE) {
            int last = source.length - 1;
            DotTile.run(
                    scratch.dy,
                    d0,
                    d1,
                    d2,
                    lane,
                    source[k],
                    source[Math.min(k + 1, last)],
                    source[Math.min(k + 2, last)],
                    rows,
                    length,
                    planes.pitch,
                    sums);
            addTile(lane, sums, channels, Math.min(DotTile.SIDE, source.length - k), scratch.shared, partial + k);
        }
    }

    private void addTile(double[] lane, int sums, int channels, int taps, double[] shared, int target) {
        for (int m = 0; m < channels; m++) {
            for (int t = 0; t < taps; t++) {
                shared[target + m * source.length + t] += lane[sums + m * DotTile.SIDE + t];
            }
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
