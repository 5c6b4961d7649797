package dev.convbench.strategy.simd;

import dev.convbench.gemm.Transposition;
import dev.convbench.gemm.VectorTile;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.simd.Species;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Weight gradient as an outer product: dw[o][k] = Σ_p dy[o][p] · columns[p][k], p the pixels of all images, k the terms of
 * a kernel along the lanes.
 *
 * <p><b>Layout.</b> x is copied once with the channel innermost ({@link ChannelsLast}), so the terms (block of channels,
 * kernel row, kernel column, channel) of one pixel are a few runs of memory. From it the panel of KC pixels times the
 * terms of a chunk is packed by whole vectors: one copy for {@code LANES} terms, beside one multiply-add for each output
 * channel. dy is the broadcast operand: packed once, the pixels of MR output channels side by side, where there are terms
 * enough to use the copy; otherwise it is read where it stands.
 *
 * <p><b>Why not dot products.</b> With the pixels along the lanes ({@link DirectBackwardWeights}) nothing is packed, but
 * every multiply-add needs its own unaligned vector of x, each sum ends in an addition of lanes, and rows that are no
 * multiple of the vector waste lanes in every product. Here only the end of a chunk's terms does.
 *
 * <p><b>Blocking.</b> A tile's part of a panel of KC pixels stays in L1 while all output channels pass it. A chunk is some
 * blocks of channels, chosen so that their terms fill whole tiles, and, where that gives too few chunks, one of several
 * ranges of pixels: each range sums into its own array, and a last phase adds them in order. All of it depends on the shape
 * alone.
 *
 * <p>Phases: for each group of images, lay out x, then sum; at the end, if there are ranges, add them up. Sums go to an
 * array in the panel's order of terms, and from there to dw in the order of the interface. Where one panel
 * holds all pixels (a 7x7 map) or the orders agree (1x1 kernels), the panel is packed in the order of dw and tiles store
 * into dw.
 */
final class IgemmBackwardWeights implements ConvKernel {
    private static final int LANES = Species.LANES_F64;

    /** Doubles of x, channel innermost, that one group of images may take: 32 MiB. */
    private static final int SHARED_DOUBLES = 4 * 1024 * 1024;

    /** Pixels of a panel, KC: three vectors of terms for each take 24 KiB, three quarters of an L1 of 32 KiB. */
    private static final int KC = 128;

    /** From so many terms on, packing dy pays where squares are transposed in registers. */
    private static final int TERMS_FOR_SQUARES = 96;

    /** From so many terms on, it pays in any case. */
    private static final int TERMS_FOR_SCALARS = 256;

    /** Chunks to aim for, so that 8 workers stay busy to the end. */
    private static final int ENOUGH_CHUNKS = 16;

    /** Doubles of the sums of a chunk: 640 KiB of a 1 MiB L2. */
    private static final int CHUNK_SUM_DOUBLES = 80 * 1024;

    /** Doubles that the sums of all ranges may take: 16 MiB. */
    private static final int SUM_DOUBLES = 2 * 1024 * 1024;

    private final ConvShape shape;
    private final Correlation work;
    private final ChannelsLast layout;
    private final VectorTile tile;
    private final boolean packs;
    private final int tileRows;
    private final int pixels;
    private final int kc;
    private final int pixelBlocks;
    private final int imagesPerGroup;
    private final int blocksPerChunk;
    private final int termSplits;
    private final int ranges;
    private final int pitch;
    private final int[] offset;
    private final int[] place;
    private final boolean direct;

    IgemmBackwardWeights(ConvShape shape) {
        this.shape = shape;
        work = Correlation.forward(shape);
        layout = new ChannelsLast(work, LANES);
        VectorTile forPacked = VectorTile.packed(work.outputs());
        packs = work.reduction() >= (Transposition.fits(forPacked.mr) ? TERMS_FOR_SQUARES : TERMS_FOR_SCALARS);
        tile = packs ? forPacked : cheapestTile();
        tileRows = (work.outputs() + tile.mr - 1) / tile.mr;
        pixels = work.outH() * work.outW();
        int panels = (pixels + KC - 1) / KC;
        kc = (pixels + panels - 1) / panels;
        pixelBlocks = (pixels + kc - 1) / kc;
        imagesPerGroup = (int) Math.max(1, Math.min(shape.mb(), SHARED_DOUBLES / ((long) shape.g() * layout.length())));
        blocksPerChunk = blocksPerChunk(tile);
        termSplits = (layout.blocks + blocksPerChunk - 1) / blocksPerChunk;
        pitch = pitch(maxTerms());
        ranges = ranges();
        offset = new int[kc + 1];
        place = new int[kc + 1];
        for (int p = 0; p <= kc; p++) {
            offset[p] = p * pitch;
            place[p] = p;
        }
        boolean oneBlock = shape.mb() * pixelBlocks == 1;
        boolean inOrder = work.channels() % LANES == 0 && (work.taps() == 1 || oneBlock);
        direct = ranges == 1 && inOrder && isWhole(maxTerms()) && isWhole(terms(termSplits - 1));
    }

    /** Whether tiles compute those terms and no more, and so may store beside other terms. */
    private boolean isWhole(int terms) {
        return terms % LANES == 0 && slotsOf(terms, tile) == terms / LANES;
    }

    /** The tile whose rows and vectors waste least on output channels and terms that do not exist. */
    private VectorTile cheapestTile() {
        VectorTile best = null;
        double bestShare = 0;
        for (VectorTile candidate : VectorTile.allInPlace()) {
            int tileRows = (work.outputs() + candidate.mr - 1) / candidate.mr;
            double share = fill(blocksPerChunk(candidate), candidate) * work.outputs() / (tileRows * candidate.mr);
            if (share > bestShare) {
                bestShare = share;
                best = candidate;
            }
        }
        return best;
    }

    /** The fewest blocks of channels whose terms fill tiles well, of those that leave enough chunks and whose sums fit L2. */
    private int blocksPerChunk(VectorTile candidate) {
        int most = (int) Math.max(1, (long) layout.blocks * shape.g() / ENOUGH_CHUNKS);
        long blockSums = (long) work.outputs() * work.taps() * layout.channels(0);
        int fitting = (int) Math.max(1, CHUNK_SUM_DOUBLES / blockSums);
        int best = Math.min(layout.blocks, Math.min(fitting, most));
        double bestFill = fill(best, candidate);
        for (int count = best; count <= layout.blocks && count <= best + 8 && bestFill < 0.95; count++) {
            if (fill(count, candidate) > bestFill + 0.02) {
                bestFill = fill(count, candidate);
                best = count;
            }
        }
        return best;
    }

    /** Share of a chunk's vector lanes that hold terms. */
    private double fill(int blockCount, VectorTile candidate) {
        int terms = layout.channel(Math.min(blockCount, layout.blocks)) * work.taps();
        return (double) terms / (slotsOf(terms, candidate) * LANES);
    }

    private static int slotsOf(int terms, VectorTile tile) {
        return tile.computed(TileTable.vectors(terms));
    }

    /** Lanes of all tiles, and room for what the copy of the last run writes past its end. */
    private int pitch(int terms) {
        int lanes = slotsOf(terms, tile) * LANES;
        return lanes >= terms + LANES - 1 ? lanes : lanes + LANES;
    }

    private int maxTerms() {
        int max = 0;
        for (int split = 0; split < termSplits; split++) {
            max = Math.max(max, terms(split));
        }
        return max;
    }

    private int ranges() {
        int chunks = shape.g() * termSplits;
        int wanted = Math.min((ENOUGH_CHUNKS + chunks - 1) / chunks, imagesPerGroup * pixelBlocks);
        int fitting = (int) (SUM_DOUBLES / ((long) chunks * work.outputs() * pitch));
        return Math.max(1, Math.min(wanted, fitting));
    }

    private int firstBlock(int split) {
        return Math.min(layout.blocks, split * blocksPerChunk);
    }

    private int terms(int split) {
        return (layout.channel(firstBlock(split + 1)) - layout.channel(firstBlock(split))) * work.taps();
    }

    private int imageGroups() {
        return (shape.mb() + imagesPerGroup - 1) / imagesPerGroup;
    }

    @Override
    public int phases() {
        return 2 * imageGroups() + (ranges > 1 ? 1 : 0);
    }

    @Override
    public int chunks(int phase) {
        if (phase == 2 * imageGroups()) {
            return shape.g() * termSplits;
        }
        return phase % 2 == 0 ? imagesIn(phase) * shape.g() * fillSplits() : shape.g() * termSplits * ranges;
    }

    private int fillSplits() {
        return Math.min(layout.blocks, (ENOUGH_CHUNKS + shape.g() - 1) / shape.g());
    }

    private int imagesIn(int phase) {
        return Math.min(imagesPerGroup, shape.mb() - phase / 2 * imagesPerGroup);
    }

    /** Whether a chunk starts and ends its sums in one phase, and so may keep them in its lane. */
    private boolean sumsInLane() {
        return imageGroups() == 1 && ranges == 1;
    }

    private int layoutLength() {
        return shape.g() * layout.length();
    }

    private int sumsLength() {
        return work.outputs() * pitch;
    }

    /** Elements of dy of one image and group, packed. */
    private int packedLengthOfDy() {
        return packs ? tileRows * tile.mr * pixels : 0;
    }

    private int packedDyAt() {
        return imagesPerGroup * layoutLength() + LANES;
    }

    @Override
    public int sharedLength() {
        int sums = direct || sumsInLane() ? 0 : Math.multiplyExact(shape.g() * termSplits * ranges, sumsLength());
        int plane = Math.addExact(layout.length(), packedLengthOfDy());
        int planes = Math.multiplyExact(imagesPerGroup * shape.g(), plane);
        return Math.addExact(planes, Math.addExact(LANES, sums));
    }

    // A lane: panel, zeros to start sums from, sums to be added, sums.

    private int zerosAt() {
        return kc * pitch + LANES;
    }

    private int bufferAt() {
        return zerosAt() + tile.mr;
    }

    private int laneSumsAt() {
        return bufferAt() + tile.mr * tile.nv * LANES;
    }

    @Override
    public int laneLength() {
        return laneSumsAt() + (sumsInLane() && !direct ? sumsLength() : 0);
    }

    @Override
    public void run(int phase, int chunk, ConvScratch s, int laneIndex) {
        double[] lane = s.lane(laneIndex);
        if (phase == 2 * imageGroups()) {
            addRanges(chunk, s.shared);
            store(chunk, s.shared, sharedSumsAt(chunk, 0), s.dw);
        } else if (phase % 2 == 0) {
            layOut(phase / 2 * imagesPerGroup, chunk, s);
        } else {
            sum(phase, chunk, s, lane);
        }
    }

    private void layOut(int firstImage, int chunk, ConvScratch s) {
        int splits = fillSplits();
        int plane = chunk / splits;
        int sourceAt = (firstImage * shape.g() + plane) * work.channels() * work.sourceH() * work.sourceW();
        int end = Split.start(chunk % splits + 1, splits, layout.blocks);
        for (int block = Split.start(chunk % splits, splits, layout.blocks); block < end; block++) {
            layout.fill(s.x, sourceAt, block, s.shared, plane * layout.length());
        }
        if (packs) {
            int endRow = Split.start(chunk % splits + 1, splits, tileRows);
            for (int row = Split.start(chunk % splits, splits, tileRows); row < endRow; row++) {
                packDy(firstImage * shape.g() + plane, plane, row, s);
            }
        }
    }

    /** Packs the pixels of MR output channels of one image side by side. */
    private void packDy(int dyPlane, int plane, int row, ConvScratch s) {
        int m = row * tile.mr;
        int from = (dyPlane * work.outputs() + m) * pixels;
        int to = packedDyAt() + plane * packedLengthOfDy() + m * pixels;
        int rows = Math.min(tile.mr, work.outputs() - m);
        if (Transposition.fits(tile.mr)) {
            Transposition.strip(rows, tile.mr, pixels, s.dy, from, pixels, s.shared, to, tile.mr);
        } else {
            WeightPacking.packScalars(s.dy, from, pixels, rows, tile.mr, pixels, s.shared, to);
        }
    }

    private int sharedSumsAt(int part, int range) {
        int base = packedDyAt() + imagesPerGroup * shape.g() * packedLengthOfDy();
        return base + (range * shape.g() * termSplits + part) * sumsLength();
    }

    private void sum(int phase, int chunk, ConvScratch s, double[] lane) {
        int range = chunk % ranges;
        int part = chunk / ranges;
        int group = part / termSplits;
        int split = part % termSplits;
        double[] sums = direct ? s.dw : sumsInLane() ? lane : s.shared;
        int sumsAt = direct ? dwAt(group, split) : sumsInLane() ? laneSumsAt() : sharedSumsAt(part, range);
        int firstImage = phase / 2 * imagesPerGroup;
        int blocks = imagesIn(phase) * pixelBlocks;
        int end = Split.start(range + 1, ranges, blocks);
        int start = Split.start(range, ranges, blocks);
        Arrays.fill(lane, zerosAt(), zerosAt() + tile.mr, 0);
        if (start == end && firstImage == 0) {
            Arrays.fill(sums, sumsAt, sumsAt + sumsLength(), 0);
        }
        for (int index = start; index < end; index++) {
            int image = index / pixelBlocks;
            int pixel = index % pixelBlocks * kc;
            int count = Math.min(kc, pixels - pixel);
            int xAt = (image * shape.g() + group) * layout.length();
            if (direct) {
                packInOrder(s.shared, xAt, split, pixel, count, lane);
            } else {
                pack(s.shared, xAt, split, pixel, count, lane);
            }
            boolean first = firstImage == 0 && index == start;
            if (packs) {
                int at = packedDyAt() + (image * shape.g() + group) * packedLengthOfDy() + pixel * tile.mr;
                contract(s.shared, at, count, split, lane, sums, sumsAt, !first);
            } else {
                int at = ((firstImage + image) * shape.g() + group) * work.outputs() * pixels + pixel;
                contract(s.dy, at, count, split, lane, sums, sumsAt, !first);
            }
        }
        if (ranges == 1 && !direct && phase == phases() - 1) {
            store(part, sums, sumsAt, s.dw);
        }
    }

    /** Packs the terms of a chunk for some pixels of one image, a pixel a row. */
    private void pack(double[] x, int xAt, int split, int pixel, int count, double[] panel) {
        int at = 0;
        int end = firstBlock(split + 1);
        for (int block = firstBlock(split); block < end; block++) {
            int channels = layout.channels(block);
            int taps = work.taps();
            for (int tap = 0; tap < taps; ) {
                int run = runFrom(tap);
                int from = xAt + layout.offset(block, 0, 0, work.tapRow()[tap], work.tapColumn()[tap]);
                packRun(x, from, block, pixel, count, panel, at, run * channels);
                at += run * channels;
                tap += run;
            }
        }
    }

    /** As {@link #pack}, element by element into the order of dw. */
    private void packInOrder(double[] x, int xAt, int split, int pixel, int count, double[] panel) {
        int first = layout.channel(firstBlock(split));
        for (int block = firstBlock(split); block < firstBlock(split + 1); block++) {
            int at = (layout.channel(block) - first) * work.taps();
            for (int tap = 0; tap < work.taps(); tap++) {
                for (int p = 0; p < count; p++) {
                    int i = (pixel + p) / work.outW();
                    int j = (pixel + p) % work.outW();
                    int from = xAt + layout.offset(block, i, j, work.tapRow()[tap], work.tapColumn()[tap]);
                    int to = p * pitch + at + tap;
                    for (int c = 0; c < layout.channels(block); c++) {
                        panel[to + c * work.taps()] = x[from + c];
                    }
                }
            }
        }
    }

    private int dwAt(int group, int split) {
        return (group * work.outputs() * work.channels() + layout.channel(firstBlock(split))) * work.taps();
    }

    /** Taps from this one on that are neighbours in one row of x. */
    private int runFrom(int tap) {
        int end = tap + 1;
        while (end < work.taps()
                && work.tapRow()[end] == work.tapRow()[tap]
                && work.tapColumn()[end] == work.tapColumn()[end - 1] + 1) {
            end++;
        }
        return end - tap;
    }

    /**
     * Packs one run of terms of some pixels. What a vector writes past the run is overwritten by the next run; past the
     * last one it falls into lanes that nobody reads, or into the next pixel's row, which is written later.
     */
    private void packRun(
            double[] x, int from, int block, int pixel, int count, double[] panel, int panelAt, int length) {
        int ow = work.outW();
        int step = layout.offset(block, 0, 1, 0, 0) - layout.offset(block, 0, 0, 0, 0);
        int rowStep = layout.offset(block, 1, 0, 0, 0) - layout.offset(block, 0, 0, 0, 0);
        int i = pixel / ow;
        int j = pixel % ow;
        int to = panelAt;
        for (int left = count; left > 0; ) {
            int inRow = Math.min(left, ow - j);
            Rows.copyRuns(x, from + i * rowStep + j * step, step, panel, to, pitch, length, inRow);
            to += inRow * pitch;
            left -= inRow;
            j = 0;
            i++;
        }
    }

    private void contract(
            double[] dy, int dyAt, int count, int split, double[] lane, double[] sums, int sumsAt, boolean accumulate) {
        int vectors = TileTable.vectors(terms(split));
        int ldc = direct ? work.reduction() : pitch;
        for (int v = 0; v < vectors; ) {
            VectorTile used = tile.next(vectors - v);
            for (int m = 0; m < work.outputs(); m += tile.mr) {
                int rows = Math.min(tile.mr, work.outputs() - m);
                int to = sumsAt + m * ldc + v * LANES;
                used.run(
                        count,
                        lane,
                        v * LANES,
                        offset,
                        dy,
                        dyAt + m * pixels,
                        place,
                        pixels,
                        rows,
                        accumulate ? lane : sums,
                        accumulate ? bufferAt() : to,
                        accumulate ? used.nv * LANES : ldc,
                        lane,
                        zerosAt());
                if (accumulate) {
                    used.add(lane, bufferAt(), rows, sums, to, ldc);
                }
            }
            v += used.nv;
        }
    }

    private void addRanges(int part, double[] sums) {
        int to = sharedSumsAt(part, 0);
        for (int range = 1; range < ranges; range++) {
            int from = sharedSumsAt(part, range);
            for (int i = 0; i < sumsLength(); i++) {
                sums[to + i] += sums[from + i];
            }
        }
    }

    /** Brings the sums of a chunk from the panel's order of terms to that of dw. */
    private void store(int part, double[] sums, int sumsAt, double[] dw) {
        int group = part / termSplits;
        int split = part % termSplits;
        int taps = work.taps();
        for (int m = 0; m < work.outputs(); m++) {
            int from = sumsAt + m * pitch;
            int to = dwAt(group, split) + m * work.reduction();
            for (int block = firstBlock(split); block < firstBlock(split + 1); block++) {
                int channels = layout.channels(block);
                for (int c = 0; c < channels; c++) {
                    for (int t = 0, at = from + c; t < taps; t++, at += channels) {
                        dw[to + t] = sums[at];
                    }
                    to += taps;
                }
                from += taps * channels;
            }
        }
    }
}
