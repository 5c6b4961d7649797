package dev.convbench.strategy.loops;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.strategy.PhasePlanes;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * dx by strips of a phase plane: place q of a plane gathers dy at q − offset from the taps of that plane and all output
 * channels. dy is copied to the pitch of the planes between zeros, so that no bound is checked. Phase 0 packs the
 * weights; a chunk of phase 1 is a block of input channels of one group of one image.
 */
final class LoopsBackwardData implements ConvKernel {
    private final ConvShape shape;
    private final PhasePlanes planes;
    private final TapSum[] sums;
    private final int[] packedAt;
    private final int groupPacked;
    private final int margin;
    private final int padded;
    private final int blocks;

    LoopsBackwardData(ConvShape shape) {
        this.shape = shape;
        planes = new PhasePlanes(shape, false);
        margin = planes.maxOffset();
        padded = margin + planes.plane;
        sums = new TapSum[planes.planes()];
        packedAt = new int[sums.length];
        int length = 0;
        for (int plane = 0; plane < sums.length; plane++) {
            sums[plane] = sum(plane);
            packedAt[plane] = length;
            length += sums[plane].packedLength();
        }
        groupPacked = length;
        blocks = Split.blocks(shape.mb() * shape.g(), sums[0].triples, TapSum.BLOCK);
    }

    /** Terms of one plane: every output channel of the group with every tap that the plane holds. */
    private TapSum sum(int plane) {
        int taps = shape.kh() * shape.kw();
        int[] source = new int[shape.ocPerGroup() * taps];
        int[] weight = new int[source.length];
        int terms = 0;
        for (int tap = 0; tap < taps; tap++) {
            int r = tap / shape.kw();
            int s = tap % shape.kw();
            if (planes.planeOf(r, s) == plane) {
                for (int oc = 0; oc < shape.ocPerGroup(); oc++) {
                    source[terms] = oc * padded + margin - planes.offset(r, s);
                    weight[terms] = oc * shape.icPerGroup() * taps + tap;
                    terms++;
                }
            }
        }
        return new TapSum(shape.icPerGroup(), Arrays.copyOf(source, terms), Arrays.copyOf(weight, terms), taps);
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
        return shape.g() * groupPacked;
    }

    @Override
    public int laneLength() {
        return shape.ocPerGroup() * padded;
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
            for (int plane = 0; plane < sums.length; plane++) {
                int at = chunk * groupPacked + packedAt[plane];
                sums[plane].pack(scratch.w, chunk * (shape.wLength() / shape.g()), scratch.packed, at);
            }
        } else {
            int block = chunk % blocks;
            int g = chunk / blocks % shape.g();
            int n = chunk / blocks / shape.g();
            copyGradient(scratch.dy, n, g, scratch.lane(lane));
            int first = Split.start(block, blocks, sums[0].triples);
            int end = Split.start(block + 1, blocks, sums[0].triples);
            zero(scratch.dx, n, g, first, end);
            for (int from = first; from < end; from += TapSum.BLOCK) {
                for (int plane = 0; plane < sums.length; plane++) {
                    contract(plane, n, g, from, Math.min(end, from + TapSum.BLOCK), scratch, lane);
                }
            }
        }
    }

    private void copyGradient(double[] dy, int n, int g, double[] lane) {
        int ow = shape.ow();
        int pixels = shape.oh() * ow;
        int source = (n * shape.oc() + g * shape.ocPerGroup()) * pixels;
        Arrays.fill(lane, 0, shape.ocPerGroup() * padded, 0);
        for (int oc = 0; oc < shape.ocPerGroup(); oc++) {
            int target = oc * padded + margin;
            for (int i = 0; i < shape.oh(); i++) {
                System.arraycopy(dy, source + oc * pixels + i * ow, lane, target + i * planes.pitch, ow);
            }
        }
    }

    /** Pixels that no tap visits keep this zero; all others are assigned afterwards. */
    private void zero(double[] dx, int n, int g, int firstTriple, int endTriple) {
        int pixels = shape.ih() * shape.iw();
        int channel = n * shape.ic() + g * shape.icPerGroup();
        int first = channel + firstTriple * StripTile.ROWS;
        int end = channel + Math.min(shape.icPerGroup(), endTriple * StripTile.ROWS);
        Arrays.fill(dx, first * pixels, end * pixels, 0);
    }

    private void contract(int plane, int n, int g, int firstTriple, int endTriple, ConvScratch scratch, int lane) {
        double[][] tiles = scratch.rows(lane);
        int strips = (planes.plane - 1) / StripTile.STRIP + 1;
        int at = g * groupPacked + packedAt[plane];
        for (int strip = 0; strip < strips; strip++) {
            int from = Split.start(strip, strips, planes.plane);
            int length = Split.start(strip + 1, strips, planes.plane) - from;
            for (int triple = firstTriple; triple < endTriple; triple++) {
                Arrays.fill(tiles[triple - firstTriple], 0);
            }
            sums[plane].add(scratch.lane(lane), from, length, scratch.packed, at, firstTriple, endTriple, tiles);
            for (int triple = firstTriple; triple < endTriple; triple++) {
                store(tiles[triple - firstTriple], plane, from, length, n, g, triple, scratch.dx);
            }
        }
    }

    /** Writes the places of a strip that are pixels, row by row. */
    private void store(double[] tile, int plane, int from, int length, int n, int g, int triple, double[] dx) {
        int pixels = shape.ih() * shape.iw();
        int rows = Math.min(StripTile.ROWS, shape.icPerGroup() - triple * StripTile.ROWS);
        for (int row = 0; row < rows; row++) {
            int c = g * shape.icPerGroup() + triple * StripTile.ROWS + row;
            planes.restore(tile, row * StripTile.STRIP, plane, from, length, dx, (n * shape.ic() + c) * pixels);
        }
    }
}
