package dev.convbench.strategy.simd;

import dev.convbench.gemm.ColumnTile;
import dev.convbench.gemm.VectorTile;
import dev.convbench.op.CacheLines;
import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.simd.Species;
import dev.convbench.strategy.Split;
import java.util.Arrays;

/**
 * Implicit GEMM: output[m][p] = Σ_k w[m][k] · columns[k][p], with the pixels p of some rows packed densely and micropanels of
 * columns made only for KC terms at a time, so that they stay in L2; the whole column matrix never exists.
 *
 * <p>Loops, outside in: blocks of pixels (JC), blocks of KC terms (PC, micropanels are packed here), tiles of {@code mr} output
 * channels (IR), tiles of {@code nv} vectors of pixels (JR). The packed weights of a tile stay in L1 while all pixels of the block pass them
 * from L2, so weights come from memory once for each block of pixels and not once for each tile of pixels: where a layer has megabytes of
 * weights for 49 or 196 pixels, that is its speed. Micropanels are runs of memory, which the prefetchers follow from L2 as fast as a tile
 * of three vectors asks. Sums of later blocks of terms are added to the output. Dense packing wastes no lanes on the gaps between rows;
 * where there are few output channels to use the copy, {@link DirectPass} saves it.
 *
 * <p>Where there are many blocks of pixels, a chunk is one of them, with micropanels of its own. Otherwise each block of pixels and terms
 * is two phases: all workers pack it, then each multiplies it with some output channels. Weights that belong to one chunk are packed there,
 * just before they are used. What tiles compute for pixels that are not there goes to a buffer; a few pixels behind the last whole vector
 * have output channels in their lanes instead, see {@link ColumnTile}.
 */
final class IgemmPass implements ConvKernel {
    private static final int LANES = Species.LANES_F64;

    private static final int PACK_CHUNKS = 16;

    /** Where panels start in shared memory. */
    private static final int SHARED_AT = CacheLines.align(0);

    /** Where packed weights start, which a {@link ColumnTile} reads by vectors. */
    private static final int PACKED_AT = CacheLines.align(0);

    /** Elements that the panels of one row of pixels may take: 1 GiB of doubles. */
    private static final int MOST_PANEL_ELEMENTS = 1 << 27;

    private final Pass pass;
    private final Correlation work;
    private final Target target;
    private final VectorTile tile;
    private final IgemmBlocking blocking;
    private final PaddedBlock block;
    private final DensePanels full;
    private final DensePanels last;
    private final boolean packs;
    private final boolean packsInPassing;
    private final int tileRows;
    private final int terms;
    private final int[] tapOffset;
    private final int[][] offset;
    private final int[] wOffset;

    /** Whether the taps of a channel and the pixels of a row, which are not divided, are few enough for a tile and for a panel. */
    static boolean fits(ConvShape shape) {
        int taps = shape.kh() * shape.kw();
        double pixels = Math.max(shape.ow(), shape.iw()) + (double) LANES;
        return taps <= VectorTile.MOST_TERMS
                && pixels * Math.max(taps, IgemmBlocking.LEAST_TERMS) <= MOST_PANEL_ELEMENTS;
    }

    /** Vectors that the pixels of all rows of a correlation take when they are packed densely. */
    static int denseVectors(Correlation work) {
        boolean packs = packs(work);
        return DensePanels.vectors(work.outH() * work.outW(), tile(work, packs), packs);
    }

    private static boolean packs(Correlation work) {
        return WeightPacking.pays(work, VectorTile.packed(work.outputs()).mr);
    }

    private static VectorTile tile(Correlation work, boolean packs) {
        return packs ? VectorTile.packed(work.outputs()) : VectorTile.inPlace();
    }

    private IgemmPass(Pass pass, Correlation work, Target target) {
        this.pass = pass;
        this.work = work;
        this.target = target;
        packs = packs(work);
        tile = tile(work, packs);
        tileRows = (work.outputs() + tile.mr - 1) / tile.mr;
        blocking = new IgemmBlocking(work, tile, packs);
        packsInPassing = packs && blocking.blocks() == work.groups();
        block = PaddedBlock.toCopy(work, blocking.rows);
        terms = work.reduction();
        full = new DensePanels(blocking.rows, work.outW(), block.pitch, tile, packs);
        int lastRows = work.outH() - (blocking.rowBlocks - 1) * blocking.rows;
        last = lastRows == blocking.rows ? full : new DensePanels(lastRows, work.outW(), block.pitch, tile, packs);
        tapOffset = new int[work.taps()];
        for (int t = 0; t < tapOffset.length; t++) {
            tapOffset[t] = block.offset(0, t);
        }
        offset = new int[tile.nv + 1][];
        for (int nv = 1; nv <= tile.nv; nv++) {
            offset[nv] = new int[blocking.channels * work.taps() + 1];
            for (int k = 0; k < offset[nv].length; k++) {
                offset[nv][k] = k * nv * LANES;
            }
        }
        wOffset = new int[terms];
        for (int k = 0; k < terms; k++) {
            wOffset[k] = k / work.taps() * work.wChannel() + work.tapWeight()[k % work.taps()];
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

    // Phases: weights, then one for all blocks, or two for each block of pixels and terms.

    @Override
    public int phases() {
        return firstStage() + (blocking.ownPanels ? 1 : 2 * blocking.blocks() * blocking.termBlocks);
    }

    private int firstStage() {
        return packs ? 1 : 0;
    }

    @Override
    public int chunks(int phase) {
        int stage = phase - firstStage();
        if (stage < 0) {
            return Math.min(PACK_CHUNKS, work.groups() * tileRows);
        }
        if (blocking.ownPanels) {
            return blocking.blocks();
        }
        return stage % 2 == 0 ? blocking.channelSplits() : blocking.outputSplits();
    }

    @Override
    public int packedLength() {
        return packs ? PACKED_AT + Math.multiplyExact(work.groups() * tileRows, tile.mr * terms) : 0;
    }

    @Override
    public boolean packsInPassing() {
        return packsInPassing;
    }

    /** Elements of the panels of a block, all images: the last rows may take more than all others, as a column takes more than a pixel. */
    private int panelsLength() {
        int most = blocking.channels * work.taps();
        return Math.multiplyExact(blocking.images, Math.max(full.length(most), last.length(most)));
    }

    @Override
    public int sharedLength() {
        return blocking.ownPanels ? 0 : SHARED_AT + panelsLength();
    }

    // A lane: padded block, panels, starts of sums, sums to be added or cut, those of a column, weights packed in
    // passing.

    @Override
    public int laneLength() {
        return weightsAt() + (packsInPassing ? tile.mr * blocking.channels * work.taps() : 0);
    }

    private int ownPanelsAt() {
        return CacheLines.align(block.isSource ? 0 : block.length(blocking.channels));
    }

    private int initAt() {
        return ownPanelsAt() + (blocking.ownPanels ? panelsLength() : 0);
    }

    /** Where sums start: at the bias for the first block of terms, at zero for those that are added to it. */
    private int startAt(int m, int channel) {
        return channel == 0 ? initAt() + m : initAt() + tileRows * tile.mr;
    }

    private int bufferAt() {
        return initAt() + (tileRows + 1) * tile.mr;
    }

    private int columnLanesAt() {
        return bufferAt() + tile.mr * tile.nv * LANES;
    }

    private int weightsAt() {
        return columnLanesAt() + ColumnTile.laneDoubles();
    }

    @Override
    public void run(int phase, int chunk, ConvScratch s, int laneIndex) {
        double[] lane = s.lane(laneIndex);
        int stage = phase - firstStage();
        if (stage < 0) {
            WeightPacking.pack(work, tile.mr, wOffset, chunk, chunks(phase), s.w, s.packed, PACKED_AT);
            return;
        }
        if (blocking.ownPanels) {
            for (int c = 0; c < work.channels(); c += blocking.channels) {
                int count = blocking.channelsFrom(c);
                pack(chunk, c, 0, count, s, lane, lane, ownPanelsAt());
                multiply(chunk, c, 0, work.outputs(), lane, ownPanelsAt(), s, lane);
            }
            return;
        }
        int part = stage / 2;
        int index = part / blocking.termBlocks;
        int c = part % blocking.termBlocks * blocking.channels;
        if (stage % 2 == 0) {
            int count = blocking.channelsFrom(c);
            int from = Split.start(chunk, chunks(phase), count);
            pack(index, c, from, Split.start(chunk + 1, chunks(phase), count), s, lane, s.shared, SHARED_AT);
        } else {
            int from = chunk * blocking.outputs;
            multiply(index, c, from, Math.min(work.outputs(), from + blocking.outputs), s.shared, SHARED_AT, s, lane);
        }
    }

    private DensePanels panelsOf(int index) {
        return blocking.hasLastRows(index) ? last : full;
    }

    /** Packs channels {@code c + from} … {@code c + to − 1} of a block whose panels start at channel c. */
    private void pack(int index, int c, int from, int to, ConvScratch s, double[] lane, double[] panel, int panelAt) {
        double[] source = pass == Pass.FORWARD ? s.x : s.dy;
        DensePanels panels = panelsOf(index);
        int panelTerms = blocking.channelsFrom(c) * work.taps();
        int plane = work.sourceH() * work.sourceW();
        int row = blocking.row(index);
        for (int n = 0; n < blocking.imagesOf(index); n++) {
            int image = blocking.image(index) + n;
            int sourceAt = (image * work.groups() + blocking.group(index)) * work.channels() * plane;
            int at = sourceAt + (c + from) * plane + row * work.sourceW();
            if (!block.isSource) {
                block.fillAlone(source, sourceAt + c * plane, row, from, to, lane);
                at = from * block.channelStride;
            }
            double[] pixels = block.isSource ? source : lane;
            int imageAt = panelAt + n * full.length(panelTerms);
            panels.pack(pixels, at, block.channelStride, tapOffset, from, to, panel, imageAt, panelTerms);
        }
    }

    /** Multiplies the panels of a block of terms that starts at channel c with output channels from … to − 1. */
    private void multiply(
            int index, int c, int from, int to, double[] panel, int panelAt, ConvScratch s, double[] lane) {
        int group = blocking.group(index);
        int first = group * work.outputs();
        int channels = blocking.channelsFrom(c);
        int k = c * work.taps();
        int kc = channels * work.taps();
        boolean passing = packsInPassing && s.w != null;
        double[] weights = passing ? lane : packs ? s.packed : s.w;
        setInit(pass == Pass.FORWARD ? s.b : null, first, from, to, lane);
        for (int m = from; m < to; m += tile.mr) {
            int row = group * tileRows + m / tile.mr;
            int wAt = packs
                    ? PACKED_AT + (row * terms + k) * tile.mr
                    : group * work.wGroup() + m * work.wOutput() + c * work.wChannel();
            if (passing) {
                wAt = weightsAt();
                WeightPacking.packRow(work, tile.mr, wOffset, row, c, channels, s.w, lane, wAt);
            }
            int rows = Math.min(tile.mr, to - m);
            for (int n = 0; n < blocking.imagesOf(index); n++) {
                int imageAt = panelAt + n * full.length(kc);
                int outAt = target.at(blocking.image(index) + n, first + m) + blocking.row(index) * work.outW();
                multiplyRow(panelsOf(index), c, kc, panel, imageAt, weights, wAt, m, rows, s, outAt, lane);
            }
        }
    }

    /** One tile of output channels on all panels of an image. */
    private void multiplyRow(
            DensePanels panels,
            int c,
            int kc,
            double[] panel,
            int panelAt,
            double[] weights,
            int wAt,
            int m,
            int rows,
            ConvScratch s,
            int outAt,
            double[] lane) {
        double[] out = pass == Pass.FORWARD ? s.y : s.dx;
        int ldc = target.plane();
        boolean add = c > 0;
        for (int t = 0; t < panels.tile.length; t++) {
            VectorTile used = panels.tile[t];
            int to = outAt + panels.first[t];
            boolean whole = panels.isWhole(t);
            boolean straight = whole && !add;
            used.run(
                    kc,
                    panel,
                    panelAt + panels.at(t, kc),
                    offset[used.nv],
                    weights,
                    wAt,
                    wOffset,
                    work.wOutput(),
                    rows,
                    straight ? out : lane,
                    straight ? to : bufferAt(),
                    straight ? ldc : used.nv * LANES,
                    lane,
                    startAt(m, c));
            if (!whole) {
                int count = panels.pixels - panels.columns - panels.first[t];
                putPart(lane, used.nv * LANES, rows, count, add, out, to, ldc);
            } else if (add) {
                used.add(lane, bufferAt(), rows, out, to, ldc);
            }
        }
        multiplyColumns(panels, c, kc, panel, panelAt, weights, wAt, m, rows, out, outAt, lane);
    }

    /** The same tile of output channels on the columns. */
    private void multiplyColumns(
            DensePanels panels,
            int c,
            int kc,
            double[] panel,
            int panelAt,
            double[] weights,
            int wAt,
            int m,
            int rows,
            double[] out,
            int outAt,
            double[] lane) {
        int ldc = target.plane();
        for (int q = 0; q < panels.columns; q++) {
            int columnAt = panelAt + panels.columnAt(q, kc);
            ColumnTile.run(tile.mr, kc, weights, wAt, panel, columnAt, lane, columnLanesAt());
            int to = outAt + panels.first[panels.tile.length] + q;
            for (int i = 0; i < rows; i++) {
                double before = c > 0 ? out[to + i * ldc] : lane[initAt() + m + i];
                out[to + i * ldc] = before + lane[columnLanesAt() + i];
            }
        }
    }

    /** Brings the pixels that exist from the buffer to the output. */
    private void putPart(
            double[] lane, int bufferRow, int rows, int count, boolean add, double[] out, int outAt, int ldc) {
        for (int i = 0; i < rows; i++) {
            int from = bufferAt() + i * bufferRow;
            int to = outAt + i * ldc;
            if (add) {
                for (int p = 0; p < count; p++) {
                    out[to + p] += lane[from + p];
                }
            } else {
                System.arraycopy(lane, from, out, to, count);
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

    @Override
    public String toString() {
        return pass.text() + (packs ? ", packed" : ", weights in place") + (blocking.ownPanels ? "" : ", in stages");
    }
}
