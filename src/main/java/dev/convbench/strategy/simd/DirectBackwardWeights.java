package dev.convbench.strategy.simd;

import dev.convbench.gemm.DotTile;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.simd.Species;
import java.util.Arrays;

/**
 * Weight gradient by dot products: dw[o, (c,r,s)] = Σ_{n,i,j} dy[n,o,i,j] · x(n, c, tap (r,s) of (i,j)).
 *
 * <p>Pixels run along the lanes on both sides. x stands in a padded, phase-split copy, in which a tap is a shift; dy is
 * copied to lines that match, zeros filling each line up to whole vectors. Either a line is an output row, or, where rows
 * fill vectors badly, all rows of a block at the pitch of the padded x. The gaps hold zeros of dy, so what they meet in x
 * adds nothing; only a non-finite pixel of x would add NaN, so a gradient that is NaN is computed again by definition.
 *
 * <p>Phases alternate: pad the images of a group, then add their part to dw; the groups of images, the blocks of rows and
 * so the order of each sum are fixed by the shape. A chunk owns some output channels and some input channels of dw.
 */
final class DirectBackwardWeights implements ConvKernel {
    private static final int LANES = Species.LANES_F64;

    /** Doubles of padded x that one group of images may take: 32 MiB. */
    private static final int SHARED_DOUBLES = 4 * 1024 * 1024;

    /** Doubles of dy that stay in L2 while the channels of x pass: 256 KiB. */
    private static final int DY_DOUBLES = 32 * 1024;

    private static final int MAX_CHUNKS = 16;

    private final ConvShape shape;
    private final Correlation work;
    private final PaddedBlock block;
    private final DotTile tile;
    private final int taps;
    private final int[] offset;
    private final boolean flat;
    private final int rows;
    private final int lineVectors;

    /** Images whose lines one tile goes through, so that the lanes of its sums are added up once for all of them. */
    private final int imagesAtOnce;

    private final int imagesPerGroup;
    private final int mSplits;
    private final int cSplits;

    DirectBackwardWeights(ConvShape shape) {
        this.shape = shape;
        work = Correlation.forward(shape);
        block = new PaddedBlock(work, work.outH());
        tile = DotTile.forRows(work.outputs());
        taps = work.taps();
        offset = new int[work.reduction()];
        for (int k = 0; k < offset.length; k++) {
            offset[k] = block.offset(k / taps, k % taps);
        }
        int perRow = (work.outW() + LANES - 1) / LANES;
        int wholeFlat = TileTable.vectorsFlat(work.outH(), work.outW(), block.pitch);
        flat = wholeFlat <= work.outH() * perRow;
        int rowDoubles = tile.mr * (flat ? block.pitch : perRow * LANES);
        rows = Math.max(1, Math.min(work.outH(), DY_DOUBLES / rowDoubles));
        lineVectors = flat ? TileTable.vectorsFlat(rows, work.outW(), block.pitch) : perRow;
        imagesPerGroup = Math.max(1, Math.min(shape.mb(), SHARED_DOUBLES / (shape.g() * block.length())));
        int imageDoubles = tile.mr * (flat ? lineVectors * LANES : 0);
        imagesAtOnce =
                flat && rows == work.outH() ? Math.max(1, Math.min(imagesPerGroup, DY_DOUBLES / imageDoubles)) : 1;
        int mTiles = (work.outputs() + tile.mr - 1) / tile.mr;
        mSplits = Math.min(mTiles, Math.max(1, MAX_CHUNKS / shape.g()));
        cSplits = Math.min(work.channels(), Math.max(1, MAX_CHUNKS / (shape.g() * mSplits)));
    }

    @Override
    public int phases() {
        return 2 * ((shape.mb() + imagesPerGroup - 1) / imagesPerGroup);
    }

    @Override
    public int chunks(int phase) {
        return phase % 2 == 0 ? imagesIn(phase) * shape.g() : shape.g() * mSplits * cSplits;
    }

    private int imagesIn(int phase) {
        return Math.min(imagesPerGroup, shape.mb() - phase / 2 * imagesPerGroup);
    }

    @Override
    public int sharedLength() {
        return Math.multiplyExact(imagesPerGroup * shape.g(), block.length());
    }

    @Override
    public int laneLength() {
        return tile.mr * dyRow() + tile.laneDoubles();
    }

    /** Elements of one output channel in the matched copy of dy. */
    private int dyRow() {
        return (flat ? imagesAtOnce : rows) * lineVectors * LANES;
    }

    @Override
    public void run(int phase, int chunk, ConvScratch s, int lane) {
        int firstImage = phase / 2 * imagesPerGroup;
        if (phase % 2 == 0) {
            int plane = firstImage * shape.g() + chunk;
            int sourceAt = plane * work.channels() * work.sourceH() * work.sourceW();
            block.fill(s.x, sourceAt, 0, 0, work.channels(), s.shared, chunk * block.length());
            return;
        }
        int group = chunk / (mSplits * cSplits);
        int mSplit = chunk / cSplits % mSplits;
        int cSplit = chunk % cSplits;
        int mTiles = (work.outputs() + tile.mr - 1) / tile.mr;
        int from = mTiles * mSplit / mSplits * tile.mr;
        int to = Math.min(work.outputs(), mTiles * (mSplit + 1) / mSplits * tile.mr);
        int firstTap = work.channels() * cSplit / cSplits * taps;
        int lastTap = work.channels() * (cSplit + 1) / cSplits * taps;
        for (int m = from; m < to; m += tile.mr) {
            int used = Math.min(tile.mr, to - m);
            int dwAt = (group * work.outputs() + m) * offset.length;
            for (int n = 0; n < imagesIn(phase); n += imagesAtOnce) {
                int images = Math.min(imagesAtOnce, imagesIn(phase) - n);
                for (int row = 0; row < work.outH(); row += rows) {
                    boolean first = firstImage + n == 0 && row == 0;
                    int count = Math.min(rows, work.outH() - row);
                    for (int i = 0; i < images; i++) {
                        int channel = ((firstImage + n + i) * shape.g() + group) * work.outputs() + m;
                        copyLines(s.dy, channel, used, row, count, s.lane(lane), i * lineVectors * LANES);
                    }
                    int xAt = (n * shape.g() + group) * block.length() + row * block.pitch;
                    contract(s, s.lane(lane), images, count, used, xAt, firstTap, lastTap, dwAt, !first);
                }
            }
            if (phase == phases() - 1) {
                for (int r = 0; r < used; r++) {
                    repair(s, (group * work.outputs() + m + r) * offset.length, firstTap, lastTap);
                }
            }
        }
    }

    /**
     * Computes again, by definition, what is NaN although zero gaps of dy may have met a non-finite pixel. Where x is
     * finite no gap can be the reason, and the NaN stays.
     */
    private void repair(ConvScratch s, int dwAt, int from, int to) {
        for (int k = from; k < to; k++) {
            if (Double.isNaN(s.dw[dwAt + k]) && !finite(s.x, dwAt / offset.length / work.outputs())) {
                s.dw[dwAt + k] = byDefinition(s, dwAt / offset.length, k / taps, k % taps);
            }
        }
    }

    private boolean finite(double[] x, int group) {
        int length = work.channels() * work.sourceH() * work.sourceW();
        for (int n = 0; n < shape.mb(); n++) {
            int at = (n * shape.g() + group) * length;
            for (int i = at; i < at + length; i++) {
                if (!Double.isFinite(x[i])) {
                    return false;
                }
            }
        }
        return true;
    }

    private double byDefinition(ConvScratch s, int output, int channel, int tap) {
        int group = output / work.outputs();
        double sum = 0;
        for (int n = 0; n < shape.mb(); n++) {
            int xAt = (n * shape.ic() + group * work.channels() + channel) * work.sourceH() * work.sourceW();
            int dyAt = (n * shape.oc() + output) * work.outH() * work.outW();
            for (int i = 0; i < work.outH(); i++) {
                int row = i * work.sh() - work.padTop() + work.tapRow()[tap];
                if (row >= 0 && row < work.sourceH()) {
                    for (int j = 0; j < work.outW(); j++) {
                        int column = j * work.sw() - work.padLeft() + work.tapColumn()[tap];
                        if (column >= 0 && column < work.sourceW()) {
                            sum += s.dy[dyAt + i * work.outW() + j] * s.x[xAt + row * work.sourceW() + column];
                        }
                    }
                }
            }
        }
        return sum;
    }

    private void contract(
            ConvScratch s,
            double[] dy,
            int images,
            int count,
            int used,
            int xAt,
            int firstTap,
            int lastTap,
            int dwAt,
            boolean accumulate) {
        int lines = flat ? images : count;
        int xLine = flat ? shape.g() * block.length() : block.pitch;
        int vectors = flat ? TileTable.vectorsFlat(count, work.outW(), block.pitch) : lineVectors;
        for (int t = firstTap; t < lastTap; t += tile.nt) {
            int columns = Math.min(tile.nt, lastTap - t);
            tile.run(
                    lines,
                    vectors,
                    dy,
                    0,
                    dyRow(),
                    lineVectors * LANES,
                    used,
                    s.shared,
                    xAt,
                    offset,
                    t,
                    xLine,
                    columns,
                    dy,
                    tile.mr * dyRow(),
                    s.dw,
                    dwAt + t,
                    offset.length,
                    accumulate);
        }
    }

    /** Copies some channels of a block of rows of dy to lines that match those of x, zeros between them. */
    private void copyLines(
            double[] dy, int channel, int channels, int firstRow, int count, double[] lines, int linesAt) {
        int ow = work.outW();
        int step = flat ? block.pitch : lineVectors * LANES;
        int length = (flat ? 1 : rows) * lineVectors * LANES;
        for (int m = 0; m < channels; m++) {
            int to = linesAt + m * dyRow();
            int end = to + length;
            int from = ((channel + m) * work.outH() + firstRow) * ow;
            for (int i = 0; i < count; i++, to += step, from += ow) {
                Rows.copy(dy, from, lines, to, ow);
                Arrays.fill(lines, to + ow, Math.min(end, to + step), 0);
            }
            Arrays.fill(lines, Math.min(to, end), end, 0);
        }
    }
}
