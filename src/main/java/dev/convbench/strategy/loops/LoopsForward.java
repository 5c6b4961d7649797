package dev.convbench.strategy.loops;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.strategy.PhasePlanes;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * y by strips of pixels: for each strip, and each block of output channels, the sum over channels and taps of shifted
 * phase planes. Phase 0 packs the weights; a chunk of phase 1 is a block of output channels of one group of one image.
 */
final class LoopsForward implements ConvKernel {
    private final ConvShape shape;
    private final PhasePlanes planes;
    private final TapSum sum;
    private final int blocks;

    LoopsForward(ConvShape shape) {
        this.shape = shape;
        planes = new PhasePlanes(shape, false);
        int terms = shape.icPerGroup() * shape.kh() * shape.kw();
        int[] source = new int[terms];
        int[] weight = new int[terms];
        for (int k = 0; k < terms; k++) {
            int s = k % shape.kw();
            int r = k / shape.kw() % shape.kh();
            int c = k / (shape.kh() * shape.kw());
            source[k] = c * planes.channel + planes.planeOf(r, s) * planes.plane + planes.offset(r, s);
            weight[k] = k;
        }
        sum = new TapSum(shape.ocPerGroup(), source, weight, terms);
        blocks = Split.blocks(shape.mb() * shape.g(), sum.triples, TapSum.BLOCK);
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public int chunks(int phase) {
        return phase == 0 ? shape.g() : shape.mb() * shape.g() * blocks;
    }

    @Override
    public int packedLength() {
        return shape.g() * sum.packedLength();
    }

    @Override
    public int laneLength() {
        return shape.icPerGroup() * planes.channel;
    }

    @Override
    public int laneRows() {
        return TapSum.TILE_ARRAYS;
    }

    @Override
    public int laneRowLength() {
        return TapSum.TILE_LENGTH;
    }

    @Override
    public void run(int phase, int chunk, ConvScratch scratch, int lane) {
        if (phase == 0) {
            sum.pack(scratch.w, chunk * (shape.wLength() / shape.g()), scratch.packed, chunk * sum.packedLength());
        } else {
            int block = chunk % blocks;
            int g = chunk / blocks % shape.g();
            int n = chunk / blocks / shape.g();
            copyPlanes(scratch.x, n, g, scratch.lane(lane));
            int first = Split.start(block, blocks, sum.triples);
            int end = Split.start(block + 1, blocks, sum.triples);
            int steps = (end - first - 1) / TapSum.BLOCK + 1;
            for (int step = 0; step < steps; step++) {
                int from = first + Split.start(step, steps, end - first);
                int to = first + Split.start(step + 1, steps, end - first);
                contract(n, g, from, to, scratch, lane);
            }
        }
    }

    private void copyPlanes(double[] x, int n, int g, double[] lane) {
        int pixels = shape.ih() * shape.iw();
        int source = (n * shape.ic() + g * shape.icPerGroup()) * pixels;
        for (int c = 0; c < shape.icPerGroup(); c++) {
            planes.copy(x, source + c * pixels, lane, c * planes.channel);
        }
    }

    private void contract(int n, int g, int firstTriple, int endTriple, ConvScratch scratch, int lane) {
        double[][] tiles = scratch.rows(lane);
        int run = planes.run();
        int strips = (run - 1) / StripTile.STRIP + 1;
        for (int strip = 0; strip < strips; strip++) {
            int from = Split.start(strip, strips, run);
            int length = Split.start(strip + 1, strips, run) - from;
            for (int triple = firstTriple; triple < endTriple; triple++) {
                fillBias(tiles[triple - firstTriple], scratch.b, g, triple);
            }
            sum.add(
                    scratch.lane(lane),
                    from,
                    length,
                    scratch.packed,
                    g * sum.packedLength(),
                    firstTriple,
                    endTriple,
                    tiles);
            for (int triple = firstTriple; triple < endTriple; triple++) {
                store(tiles[triple - firstTriple], from, length, n, g, triple, scratch.y);
            }
        }
    }

    private void fillBias(double[] tile, double[] b, int g, int triple) {
        for (int row = 0; row < StripTile.ROWS; row++) {
            int oc = triple * StripTile.ROWS + row;
            double bias = b == null || oc >= shape.ocPerGroup() ? 0 : b[g * shape.ocPerGroup() + oc];
            Arrays.fill(tile, row * StripTile.STRIP, (row + 1) * StripTile.STRIP, bias);
        }
    }

    /** Writes the places of a strip that are outputs, row by row. */
    private void store(double[] tile, int from, int length, int n, int g, int triple, double[] y) {
        int ow = shape.ow();
        int pitch = planes.pitch;
        int rows = Math.min(StripTile.ROWS, shape.ocPerGroup() - triple * StripTile.ROWS);
        for (int row = 0; row < rows; row++) {
            int oc = g * shape.ocPerGroup() + triple * StripTile.ROWS + row;
            int target = (n * shape.oc() + oc) * shape.oh() * ow;
            for (int i = from / pitch; i * pitch < from + length; i++) {
                int first = Math.max(from, i * pitch);
                int end = Math.min(from + length, i * pitch + ow);
                if (first < end) {
                    int tileAt = row * StripTile.STRIP + first - from;
                    System.arraycopy(tile, tileAt, y, target + i * ow + first - i * pitch, end - first);
                }
            }
        }
    }
}
