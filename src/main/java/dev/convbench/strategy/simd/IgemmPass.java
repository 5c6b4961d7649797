package dev.convbench.strategy.simd;

import dev.convbench.gemm.DotTile;
import dev.convbench.gemm.VectorTile;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.simd.Species;
import java.util.Arrays;

/**
 * Implicit GEMM: output[m][p] = Σ_k w[m][k] · columns[k][p], with the pixels p of some rows packed densely and micropanels of
 * columns made only for KC terms at a time, so that they stay in L2; the whole column matrix never exists.
 *
 * <p>Loops, outside in: blocks of pixels (JC), blocks of KC terms (PC, micropanels are packed here), tiles of {@code nv}
 * vectors of pixels (JR), tiles of {@code mr} output channels (IR). A micropanel of pixels stays in L1 while the packed
 * weights of all output channels pass it from L2: they come as one long run, which the prefetchers follow, and at MR = 8
 * are 64 bytes for each 24 multiply-adds. Sums of later blocks of terms are added to the output. Dense packing wastes no lanes on
 * the gaps between rows and leaves the tile one run of memory to read; where there are few output channels to use
 * the copy, {@link DirectPass} saves it.
 *
 * <p>Where there are few blocks of pixels, the micropanels of all terms are made first, in memory shared by all chunks, and a
 * chunk is some output channels; otherwise a chunk is a block with its own micropanels. The last tile of a block, if it is
 * not full, goes to a buffer first; four pixels or fewer behind the last whole vector go through dot products over weights read in
 * place.
 */
final class IgemmPass implements ConvKernel {
    private static final int LANES = Species.LANES_F64;

    /** Doubles of a micropanel: 24 KiB, three quarters of an L1 of 32 KiB. */
    private static final int MICROPANEL_DOUBLES = 3 * 1024;

    /** Least terms of a block, KC: a tile meets the output once per so many multiply-adds of each of its sums. */
    private static final int LEAST_TERMS = 128;

    /** Pixels of a block: at KC = 128 their micropanels take 256 KiB of a 1 MiB L2. */
    private static final int BLOCK_PIXELS = 256;

    /** Doubles that shared panels may take: 64 MiB. */
    private static final int SHARED_DOUBLES = 8 * 1024 * 1024;

    private static final int ENOUGH_CHUNKS = 16;

    /** Tiles of output channels that share the reading of a micropanel from L2 or L3. */
    private static final int TILES_PER_CHUNK = 4;

    private static final int DOT_COLUMNS = 4;

    private final Pass pass;
    private final Correlation work;
    private final Target target;
    private final VectorTile tile;
    private final PaddedBlock block;
    private final DensePanels full;
    private final DensePanels last;
    private final boolean packs;
    private final boolean shared;
    private final int rows;
    private final int rowBlocks;
    private final int channelsAtOnce;
    private final int outputs;
    private final int tileRows;
    private final int terms;
    private final int left;
    private final int[] tapOffset;
    private final int[][] offset;
    private final int[] wOffset;
    private final int[] rowStart;

    /** Whether the taps of a channel, which are not divided, are few enough for a call of a tile. */
    static boolean fits(ConvShape shape) {
        return shape.kh() * shape.kw() <= VectorTile.MOST_TERMS;
    }

    private IgemmPass(Pass pass, Correlation work, Target target) {
        this.pass = pass;
        this.work = work;
        this.target = target;
        VectorTile forPacked = VectorTile.packed(work.outputs());
        packs = WeightPacking.pays(work, forPacked.mr);
        tile = packs ? forPacked : VectorTile.inPlace();
        tileRows = (work.outputs() + tile.mr - 1) / tile.mr;
        int wanted = Math.max(1, BLOCK_PIXELS / work.outW());
        rowBlocks = (work.outH() + wanted - 1) / wanted;
        rows = (work.outH() + rowBlocks - 1) / rowBlocks;
        block = new PaddedBlock(work, rows);
        terms = work.reduction();
        int kc = Math.max(LEAST_TERMS, MICROPANEL_DOUBLES / (tile.nv * LANES));
        int blocksOfTerms = (terms + kc - 1) / kc;
        channelsAtOnce = Math.max(1, work.channels() / blocksOfTerms);
        int blocks = work.images() * work.groups() * rowBlocks;
        int rest = work.outH() * work.outW() % LANES;
        boolean dots = rowBlocks == 1 && !packs && pass == Pass.FORWARD && rest > 0 && rest <= DOT_COLUMNS;
        int vectors = work.outH() * work.outW() / LANES;
        left = dots && vectors > 0 && tile.computed(vectors) == vectors ? rest : 0;
        full = new DensePanels(rows, work.outW(), block.pitch, tile, left);
        int lastRows = work.outH() - (rowBlocks - 1) * rows;
        last = lastRows == rows ? full : new DensePanels(lastRows, work.outW(), block.pitch, tile, left);
        long panels = (long) blocks * terms * full.computed();
        shared = left > 0 || blocks < ENOUGH_CHUNKS && panels <= SHARED_DOUBLES;
        int most = Math.max(1, tileRows / TILES_PER_CHUNK);
        int splits = shared ? Math.min(most, (ENOUGH_CHUNKS + blocks - 1) / blocks) : 1;
        outputs = (tileRows + splits - 1) / splits * tile.mr;
        tapOffset = new int[work.taps()];
        for (int t = 0; t < tapOffset.length; t++) {
            tapOffset[t] = block.offset(0, t);
        }
        offset = new int[tile.nv + 1][];
        for (int nv = 1; nv <= tile.nv; nv++) {
            offset[nv] = new int[Math.min(terms, channelsAtOnce * work.taps()) + 1];
            for (int k = 0; k < offset[nv].length; k++) {
                offset[nv][k] = k * nv * LANES;
            }
        }
        wOffset = new int[terms];
        for (int k = 0; k < terms; k++) {
            wOffset[k] = k / work.taps() * work.wChannel() + work.tapWeight()[k % work.taps()];
        }
        rowStart = new int[DOT_COLUMNS];
        for (int q = 0; q < rowStart.length; q++) {
            rowStart[q] = q * terms;
        }
    }

    static IgemmPass forward(ConvShape shape) {
        return new IgemmPass(Pass.FORWARD, Correlation.forward(shape), Target.output(shape));
    }

    /** The input gradient of a convolution with stride 1. */
    static IgemmPass backwardData(ConvShape shape) {
        return new IgemmPass(
                Pass.BACKWARD_DATA, Correlation.backwardData(shape, 0, 0), Target.inputGradient(shape, 0, 0));
    }

    private int blocks() {
        return work.images() * work.groups() * rowBlocks;
    }

    @Override
    public int phases() {
        return (packs ? 1 : 0) + (shared ? 2 : 1);
    }

    @Override
    public int chunks(int phase) {
        int step = packs ? phase - 1 : phase;
        if (step < 0) {
            return Math.min(ENOUGH_CHUNKS, work.groups() * tileRows);
        }
        if (!shared) {
            return blocks();
        }
        return step == 0 ? blocks() * channelSplits() : blocks() * outputSplits();
    }

    private int channelSplits() {
        return Math.min(work.channels(), (ENOUGH_CHUNKS + blocks() - 1) / blocks());
    }

    private int outputSplits() {
        return (work.outputs() + outputs - 1) / outputs;
    }

    @Override
    public int packedLength() {
        return packs ? Math.multiplyExact(work.groups() * tileRows, tile.mr * terms) : 0;
    }

    /** Elements of the micropanels of a block, all terms. */
    private int panelLength() {
        return Math.multiplyExact(terms, full.computed());
    }

    @Override
    public int sharedLength() {
        return shared ? Math.multiplyExact(blocks(), panelLength()) + LANES : 0;
    }

    @Override
    public int laneLength() {
        return dotLanesAt() + DotTile.forColumns(DOT_COLUMNS).laneDoubles();
    }

    // A lane: padded block, panel, sums of the pixels left over, starts of sums, sums to be added, columns of the dot
    // products, their lanes.

    private int panelAt() {
        return block.length();
    }

    private int restAt() {
        return panelAt() + (shared ? 0 : channelsAtOnce * work.taps() * full.computed() + LANES);
    }

    private int restRow() {
        return tile.nv * LANES;
    }

    private int initAt() {
        return restAt() + tileRows * tile.mr * restRow();
    }

    /** Where sums start: at the bias for the first block of terms, at zero for those that are added to it. */
    private int startAt(int m, int k) {
        return k == 0 ? initAt() + m : initAt() + tileRows * tile.mr;
    }

    private int bufferAt() {
        return initAt() + (tileRows + 1) * tile.mr;
    }

    private int columnsAt() {
        return bufferAt() + tile.mr * tile.nv * LANES;
    }

    private int dotLanesAt() {
        return columnsAt() + (left > 0 ? DOT_COLUMNS * terms + LANES : 0);
    }

    @Override
    public void run(int phase, int chunk, ConvScratch s, int laneIndex) {
        double[] lane = s.lane(laneIndex);
        double[] source = pass == Pass.FORWARD ? s.x : s.dy;
        int step = packs ? phase - 1 : phase;
        if (step < 0) {
            WeightPacking.pack(work, tile.mr, wOffset, chunk, chunks(phase), s.w, s.packed, 0);
        } else if (shared && step == 0) {
            int splits = channelSplits();
            int from = work.channels() * (chunk % splits) / splits;
            int to = work.channels() * (chunk % splits + 1) / splits;
            fill(chunk / splits, source, from, to, lane);
            int panelAt = chunk / splits * panelLength();
            pack(chunk / splits, lane, from, to, terms, from * work.taps(), s.shared, panelAt);
        } else if (shared) {
            int split = chunk % outputSplits();
            int from = split * outputs;
            compute(chunk / outputSplits(), from, Math.min(work.outputs(), from + outputs), s, lane);
        } else {
            fill(chunk, source, 0, work.channels(), lane);
            compute(chunk, 0, work.outputs(), s, lane);
        }
    }

    private void fill(int index, double[] source, int from, int to, double[] lane) {
        int plane = index / rowBlocks;
        int sourceAt = plane * work.channels() * work.sourceH() * work.sourceW();
        block.fillAlone(source, sourceAt, index % rowBlocks * rows, from, to, lane);
    }

    private DensePanels panelsOf(int index) {
        return index % rowBlocks == rowBlocks - 1 ? last : full;
    }

    /**
     * Packs the terms of channels from … to − 1 into the micropanels of a block.
     *
     * @param height terms that a micropanel has
     * @param before terms of these micropanels before the first channel's
     * @param panelAt where the first micropanel stands
     */
    private void pack(int index, double[] lane, int from, int to, int height, int before, double[] panel, int panelAt) {
        DensePanels panels = panelsOf(index);
        int at = from * block.channelStride;
        for (int t = 0; t < panels.tile.length; t++) {
            int tileAt = panelAt + panels.first[t] * height + before * panels.width(t);
            panels.pack(t, lane, at, block.channelStride, tapOffset, to - from, panel, tileAt);
        }
    }

    private void compute(int index, int from, int to, ConvScratch s, double[] lane) {
        int group = index / rowBlocks % work.groups();
        int image = index / rowBlocks / work.groups();
        DensePanels panels = panelsOf(index);
        double[] panel = shared ? s.shared : lane;
        double[] out = pass == Pass.FORWARD ? s.y : s.dx;
        setInit(pass == Pass.FORWARD ? s.b : null, group * work.outputs(), from, to, lane);
        int firstPixel = index % rowBlocks * rows * work.outW();
        for (int c = 0; c < work.channels(); c += channelsAtOnce) {
            int end = Math.min(work.channels(), c + channelsAtOnce);
            int k = c * work.taps();
            int kc = (end - c) * work.taps();
            int height = shared ? terms : kc;
            int panelAt = shared ? index * panelLength() : panelAt();
            if (!shared) {
                pack(index, lane, c, end, kc, 0, lane, panelAt);
            }
            for (int t = 0; t < panels.tile.length; t++) {
                if (panels.tile[t] == null) {
                    continue;
                }
                int xAt = panelAt + panels.first[t] * height + (shared ? k * panels.width(t) : 0);
                boolean whole = panels.isWhole(t);
                double[] sums = whole ? out : lane;
                int outAt = whole ? target.at(image, group * work.outputs()) + firstPixel + panels.first[t] : restAt();
                int ldc = whole ? target.plane() : restRow();
                contract(panels.tile[t], kc, k, panel, xAt, group, from, to, s, sums, outAt, ldc, lane);
            }
        }
        rest(panels, index, image, group, from, to, firstPixel, s, lane);
    }

    /** All tiles of output channels on one micropanel. */
    private void contract(
            VectorTile used,
            int kc,
            int k,
            double[] panel,
            int xAt,
            int group,
            int from,
            int to,
            ConvScratch s,
            double[] out,
            int outAt,
            int ldc,
            double[] lane) {
        double[] weights = packs ? s.packed : s.w;
        for (int m = from; m < to; m += tile.mr) {
            int wAt = packs
                    ? ((group * tileRows + m / tile.mr) * terms + k) * tile.mr
                    : group * work.wGroup() + m * work.wOutput() + wOffset[k];
            int rowsUsed = Math.min(tile.mr, to - m);
            boolean add = k > 0;
            used.run(
                    kc,
                    panel,
                    xAt,
                    offset[used.nv],
                    weights,
                    wAt,
                    wOffset,
                    work.wOutput(),
                    rowsUsed,
                    add ? lane : out,
                    add ? bufferAt() : outAt + m * ldc,
                    add ? used.nv * LANES : ldc,
                    lane,
                    startAt(m, k));
            if (add) {
                used.add(lane, bufferAt(), rowsUsed, out, outAt + m * ldc, ldc);
            }
        }
    }

    /** Brings what the last tile has summed in the lane to the output, or computes the pixels that no tile has taken. */
    private void rest(
            DensePanels panels,
            int index,
            int image,
            int group,
            int from,
            int to,
            int firstPixel,
            ConvScratch s,
            double[] lane) {
        int t = panels.tile.length - 1;
        int pixel = firstPixel + panels.first[t];
        int count = panels.pixels - panels.first[t];
        if (panels.tile[t] == null) {
            int panelAt = index * panelLength() + panels.first[t] * terms;
            dots(s, panelAt, group, image, from, to, count, pixel, lane);
        } else if (!panels.isWhole(t)) {
            double[] out = pass == Pass.FORWARD ? s.y : s.dx;
            for (int m = from; m < to; m++) {
                int outAt = target.at(image, group * work.outputs() + m) + pixel;
                System.arraycopy(lane, restAt() + m * restRow(), out, outAt, count);
            }
        }
    }

    private void setInit(double[] bias, int first, int from, int to, double[] lane) {
        int at = initAt();
        Arrays.fill(lane, at + from, at + (tileRows + 1) * tile.mr, 0);
        if (bias != null) {
            System.arraycopy(bias, first + from, lane, at + from, to - from);
        }
    }

    /** A few pixels left over: each output is the dot product of a row of weights and a column of terms. */
    private void dots(
            ConvScratch s,
            int panelAt,
            int group,
            int image,
            int from,
            int to,
            int rest,
            int restFirst,
            double[] lane) {
        int vectors = terms / LANES;
        for (int q = 0; q < rest; q++) {
            for (int k = 0; k < terms; k++) {
                lane[columnsAt() + q * terms + k] = s.shared[panelAt + k * LANES + q];
            }
        }
        DotTile dot = DotTile.forColumns(rest);
        for (int m = from; m < to; m += dot.mr) {
            int used = Math.min(dot.mr, to - m);
            int wAt = group * work.wGroup() + m * work.wOutput();
            int outAt = target.at(image, group * work.outputs() + m) + restFirst;
            for (int q = 0; q < rest; q += dot.nt) {
                int columns = Math.min(dot.nt, rest - q);
                dot.run(
                        1,
                        vectors,
                        s.w,
                        wAt,
                        work.wOutput(),
                        0,
                        used,
                        lane,
                        columnsAt(),
                        rowStart,
                        q,
                        0,
                        columns,
                        lane,
                        dotLanesAt(),
                        s.y,
                        outAt + q,
                        target.plane(),
                        false);
            }
            for (int r = 0; r < used; r++) {
                for (int q = 0; q < rest; q++) {
                    double sum = s.y[outAt + r * target.plane() + q] + lane[initAt() + m + r];
                    for (int k = vectors * LANES; k < terms; k++) {
                        sum += s.w[wAt + r * work.wOutput() + k] * lane[columnsAt() + q * terms + k];
                    }
                    s.y[outAt + r * target.plane() + q] = sum;
                }
            }
        }
    }

    @Override
    public String toString() {
        return pass.text() + (packs ? ", packed" : ", weights in place") + (shared ? ", shared panels" : "");
    }
}
