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
 * Implicit GEMM: output[m][p] = Σ_k w[m][k] · columns[k][p], with the pixels p of some rows packed densely and a panel of
 * columns made only for KC terms at a time, so that it stays in L2; the whole column matrix never exists.
 *
 * <p>Loops, outside in: blocks of pixels (JC), blocks of KC terms (PC, the panel is packed here), tiles of {@code mr}
 * output channels (IC and JR), tiles of {@code nv} vectors of pixels (IR). Sums of later blocks of terms are added to the
 * output. Dense packing wastes no lanes on the gaps between rows, which is what pays on small maps (7x7, 14x14); on large
 * ones {@link DirectPass} saves the packing.
 *
 * <p>Where there are few blocks of pixels, the panels of all terms are made first, in memory shared by all chunks, and a
 * chunk is some output channels; otherwise a chunk is a block with its own panel. Pixels that do not fill the wide tile go
 * through a narrow one into a buffer, or, four or fewer, through dot products over weights read in place.
 */
final class IgemmPass implements ConvKernel {
    private static final int LANES = Species.LANES_F64;

    /** Doubles of a panel: 384 KiB, so that it stays in a 1 MiB L2 beside weights and output. */
    private static final int PANEL_DOUBLES = 48 * 1024;

    /** Pixels of a block: four of the widest tiles, so that weights are used at least four times from L1. */
    private static final int BLOCK_PIXELS = 4 * 6 * LANES;

    /** Doubles that shared panels may take: 64 MiB. */
    private static final int SHARED_DOUBLES = 8 * 1024 * 1024;

    private static final int ENOUGH_CHUNKS = 16;

    /** Below this many pixels per weight, packing costs more than reading weights in place does. */
    private static final int PIXELS_WORTH_PACKING = 640;

    private static final int DOT_COLUMNS = 4;

    private final Pass pass;
    private final Correlation work;
    private final Target target;
    private final VectorTile tile;
    private final VectorTile narrow;
    private final PaddedBlock block;
    private final boolean packs;
    private final boolean shared;
    private final int rows;
    private final int rowBlocks;
    private final int pitch;
    private final int kc;
    private final int outputs;
    private final int tileRows;
    private final int[] tapOffset;
    private final int[] offset;
    private final int[] wOffset;
    private final int[] slots;
    private final int[] rowStart;

    private IgemmPass(Pass pass, Correlation work, Target target) {
        this.pass = pass;
        this.work = work;
        this.target = target;
        packs = (long) work.images() * work.outH() * work.outW() >= PIXELS_WORTH_PACKING;
        tile = packs ? VectorTile.packed(work.outputs()) : VectorTile.inPlace();
        narrow = tile.narrow();
        tileRows = (work.outputs() + tile.mr - 1) / tile.mr;
        int wanted = Math.max(1, BLOCK_PIXELS / work.outW());
        rowBlocks = (work.outH() + wanted - 1) / wanted;
        rows = (work.outH() + rowBlocks - 1) / rowBlocks;
        block = new PaddedBlock(work, rows);
        int overrun = (work.outW() + LANES - 1) / LANES * LANES;
        int span = ((rows - 1) * work.outW() + overrun + LANES - 1) / LANES * LANES;
        // Rows of a panel 4 KiB apart would share one cache set.
        pitch = span % 512 == 0 ? span + LANES : span;
        int terms = work.reduction();
        kc = Math.max(1, Math.min(terms, PANEL_DOUBLES / pitch));
        int blocks = work.images() * work.groups() * rowBlocks;
        shared = blocks < ENOUGH_CHUNKS && (long) blocks * terms * pitch <= SHARED_DOUBLES;
        int splits = shared ? Math.min(tileRows, (ENOUGH_CHUNKS + blocks - 1) / blocks) : 1;
        outputs = (tileRows + splits - 1) / splits * tile.mr;
        tapOffset = new int[work.taps()];
        for (int t = 0; t < tapOffset.length; t++) {
            tapOffset[t] = block.offset(0, t);
        }
        offset = new int[terms];
        wOffset = new int[terms];
        for (int k = 0; k < terms; k++) {
            offset[k] = k * pitch;
            wOffset[k] = k / work.taps() * work.wChannel() + work.tapWeight()[k % work.taps()];
        }
        slots = new int[pitch / LANES + tile.nv];
        rowStart = new int[Math.max(slots.length, DOT_COLUMNS)];
        for (int v = 0; v < slots.length; v++) {
            slots[v] = v * LANES;
        }
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
        return packs ? Math.multiplyExact(work.groups() * tileRows, tile.mr * offset.length) : 0;
    }

    @Override
    public int sharedLength() {
        return shared ? blocks() * offset.length * pitch + tile.nv * LANES : 0;
    }

    @Override
    public int laneLength() {
        return dotLanesAt() + DotTile.forColumns(DOT_COLUMNS).laneDoubles();
    }

    // A lane: padded block, panel, sums of the pixels left over, columns of the dot products, their lanes.

    private int panelAt() {
        return block.length();
    }

    private int restAt() {
        return panelAt() + (shared ? 0 : kc * pitch + tile.nv * LANES);
    }

    private int restRow() {
        return (tile.nv + 1) * LANES;
    }

    private int initAt() {
        return restAt() + tileRows * tile.mr * restRow();
    }

    /** Where sums start: at the bias for the first block of terms, at zero for those that are added to it. */
    private int startAt(int m, int k) {
        return k == 0 ? initAt() + m : initAt() + tileRows * tile.mr;
    }

    private int columnsAt() {
        return initAt() + (tileRows + 1) * tile.mr;
    }

    private int dotLanesAt() {
        return columnsAt() + (shared ? DOT_COLUMNS * offset.length + LANES : 0);
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
            int panel = chunk / splits * offset.length * pitch;
            columns(chunk / splits, lane, from * work.taps(), to * work.taps(), s.shared, panel);
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

    private int rowsOf(int index) {
        return Math.min(rows, work.outH() - index % rowBlocks * rows);
    }

    /** Packs terms from … to − 1 of a block densely; {@code panelAt} is where term 0 stands, or would stand. */
    private void columns(int index, double[] lane, int from, int to, double[] panel, int panelAt) {
        int count = rowsOf(index);
        for (int k = from; k < to; k++) {
            int at = k / work.taps() * block.channelStride + tapOffset[k % work.taps()];
            Rows.copyDense(lane, at, block.pitch, panel, panelAt + k * pitch, work.outW(), count);
        }
    }

    private void compute(int index, int from, int to, ConvScratch s, double[] lane) {
        int group = index / rowBlocks % work.groups();
        int image = index / rowBlocks / work.groups();
        int firstRow = index % rowBlocks * rows;
        int pixels = rowsOf(index) * work.outW();
        int wide = pixels / LANES / tile.nv;
        int rest = pixels - wide * tile.nv * LANES;
        boolean dots = shared && !packs && pass == Pass.FORWARD && rest > 0 && rest <= DOT_COLUMNS;
        double[] panel = shared ? s.shared : lane;
        double[] out = pass == Pass.FORWARD ? s.y : s.dx;
        setInit(pass == Pass.FORWARD ? s.b : null, group * work.outputs(), from, to, lane);
        for (int k = 0; k < offset.length; k += kc) {
            int terms = Math.min(kc, offset.length - k);
            int panelAt = shared ? index * offset.length * pitch : panelAt() - k * pitch;
            if (!shared) {
                columns(index, lane, k, k + terms, lane, panelAt);
            }
            for (int m = from; m < to; m += tile.mr) {
                int used = Math.min(tile.mr, to - m);
                double[] weights = packs ? s.packed : s.w;
                int wAt = packs
                        ? ((group * tileRows + m / tile.mr) * offset.length + k) * tile.mr
                        : group * work.wGroup() + m * work.wOutput();
                int outAt = target.at(image, group * work.outputs() + m) + firstRow * work.outW();
                for (int t = 0; t < wide; t++) {
                    tile.run(
                            terms,
                            panel,
                            panelAt,
                            slots,
                            t * tile.nv,
                            offset,
                            k,
                            weights,
                            wAt,
                            wOffset,
                            work.wOutput(),
                            used,
                            out,
                            outAt,
                            slots,
                            target.plane(),
                            lane,
                            startAt(m, k),
                            k > 0);
                }
                if (rest > 0 && !dots) {
                    int at = panelAt + wide * tile.nv * LANES;
                    rest(terms, panel, at, rest, k, weights, wAt, m, lane);
                }
            }
        }
        int restFirst = firstRow * work.outW() + wide * tile.nv * LANES;
        if (dots) {
            int at = index * offset.length * pitch + wide * tile.nv * LANES;
            dots(s, at, group, image, from, to, rest, restFirst, lane);
        } else if (rest > 0) {
            for (int m = from; m < to; m++) {
                int outAt = target.at(image, group * work.outputs() + m) + restFirst;
                System.arraycopy(lane, restAt() + m * restRow(), out, outAt, rest);
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

    /** Pixels that do not fill a wide tile: summed in the lane, one row of it per output channel. */
    private void rest(
            int terms, double[] panel, int panelAt, int rest, int k, double[] weights, int wAt, int m, double[] lane) {
        int vectors = (rest + LANES - 1) / LANES;
        VectorTile used = vectors + 1 >= tile.nv ? tile : narrow;
        for (int v = 0; v < vectors; v += used.nv) {
            used.run(
                    terms,
                    panel,
                    panelAt,
                    slots,
                    v,
                    offset,
                    k,
                    weights,
                    wAt,
                    wOffset,
                    work.wOutput(),
                    Math.min(tile.mr, work.outputs() - m),
                    lane,
                    restAt() + m * restRow(),
                    slots,
                    restRow(),
                    lane,
                    startAt(m, k),
                    k > 0);
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
        int terms = offset.length;
        int vectors = terms / LANES;
        for (int q = 0; q < rest; q++) {
            for (int k = 0; k < terms; k++) {
                lane[columnsAt() + q * terms + k] = s.shared[panelAt + k * pitch + q];
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
