package dev.convbench.strategy.simd;

import dev.convbench.gemm.VectorTile;
import java.util.Arrays;

/**
 * Direct convolution of one {@link Correlation}: no column matrix; the microkernel reads a padded, phase-split copy of a
 * few source rows through a table of tap offsets.
 *
 * <p>For each block of rows: copy it padded (into this worker's memory, or once for all workers where output channels are
 * split); for each {@code mr} output channels, for each {@code nv} vectors of pixels, one {@link VectorTile} over the whole
 * reduction. The weights of {@code mr} channels stay in L1 while the tiles of the block pass, the block stays in L2
 * while the channels pass. The order of each sum is channel, row, column of the kernel, whatever the blocking.
 *
 * <p>Three stages, each of independent chunks: pack the weights, pad the source, compute. The first two may be empty.
 */
final class DirectPart {
    /** Below this many pixels per weight, packing costs more than reading weights in place does. */
    private static final int PIXELS_WORTH_PACKING = 640;

    private static final int MAX_CHUNKS = 16;

    private final Correlation work;
    private final Target target;
    private final VectorTile tile;
    private final VectorTile narrow;
    private final DirectBlocking blocking;
    private final boolean packs;
    private final int packedAt;
    private final int sharedAt;
    private final int[] offset;
    private final int[] wOffset;
    private final int tileRows;

    /**
     * Binds a correlation.
     *
     * @param packedAt where its packed weights start in the buffer of packed weights
     * @param sharedAt where its padded sources start in the shared buffer
     */
    DirectPart(Correlation work, Target target, int packedAt, int sharedAt) {
        this.work = work;
        this.target = target;
        this.packedAt = packedAt;
        this.sharedAt = sharedAt;
        packs = (long) work.images() * work.outH() * work.outW() >= PIXELS_WORTH_PACKING;
        tile = packs ? VectorTile.packed(work.outputs()) : VectorTile.inPlace();
        narrow = tile.narrow();
        blocking = new DirectBlocking(work, tile, target.columnStride() == 1 && target.rowStride() == work.outW());
        tileRows = (work.outputs() + tile.mr - 1) / tile.mr;
        offset = new int[work.reduction()];
        wOffset = new int[work.reduction()];
        for (int k = 0; k < offset.length; k++) {
            int channel = k / work.taps();
            int tap = k % work.taps();
            offset[k] = blocking.block.offset(channel, tap);
            wOffset[k] = channel * work.wChannel() + work.tapWeight()[tap];
        }
    }

    int packedLength() {
        return packs ? Math.multiplyExact(work.groups() * tileRows, tile.mr * work.reduction()) : 0;
    }

    int sharedLength() {
        return blocking.sharedSource ? Math.multiplyExact(work.images() * work.groups(), blocking.block.length()) : 0;
    }

    int laneLength() {
        return initAt() + tileRows * tile.mr;
    }

    private int blockLength() {
        return blocking.sharedSource || blocking.block.isSource ? 0 : blocking.images * blocking.block.length();
    }

    private int gatherLength() {
        return blocking.inPlace ? 0 : tile.mr * blocking.images * blocking.bufferRow();
    }

    private int initAt() {
        return blockLength() + gatherLength();
    }

    // Stage 1: pack the weights of mr output channels side by side, k-major.

    int packChunks() {
        return packs ? Math.min(MAX_CHUNKS, work.groups() * tileRows) : 0;
    }

    void pack(int chunk, double[] w, double[] packed) {
        WeightPacking.pack(work, tile.mr, wOffset, chunk, packChunks(), w, packed, packedAt);
    }

    // Stage 2: pad whole sources, where several chunks of output channels read them.

    private int channelSplits() {
        return Math.min(work.channels(), Math.max(1, MAX_CHUNKS / (work.images() * work.groups())));
    }

    int fillChunks() {
        return blocking.sharedSource ? work.images() * work.groups() * channelSplits() : 0;
    }

    void fill(int chunk, double[] source, double[] shared) {
        int splits = channelSplits();
        int plane = chunk / splits;
        int from = WeightPacking.share(work.channels(), splits, chunk % splits);
        int to = WeightPacking.share(work.channels(), splits, chunk % splits + 1);
        int sourceAt = plane * work.channels() * work.sourceH() * work.sourceW();
        blocking.block.fill(source, sourceAt, 0, from, to, shared, sharedAt + plane * blocking.block.length());
    }

    // Stage 3: compute.

    int computeChunks() {
        return blocking.imageBlocks() * work.groups() * blocking.rowBlocks() * blocking.outputBlocks();
    }

    /**
     * Computes one chunk.
     *
     * @param weights packed or original, as {@link #packChunks} says
     * @param bias one value for each output channel of all groups, or null
     */
    void compute(
            int chunk, double[] source, double[] weights, double[] bias, double[] shared, double[] lane, double[] y) {
        int outputBlock = chunk % blocking.outputBlocks();
        int rest = chunk / blocking.outputBlocks();
        int firstRow = rest % blocking.rowBlocks() * blocking.rows;
        rest /= blocking.rowBlocks();
        int group = rest % work.groups();
        int image = rest / work.groups() * blocking.images;
        int images = Math.min(blocking.images, work.images() - image);
        int rows = Math.min(blocking.rows, work.outH() - firstRow);
        double[] block = lane;
        int blockAt = 0;
        if (blocking.sharedSource) {
            block = shared;
            blockAt = sharedAt
                    + (image * work.groups() + group) * blocking.block.length()
                    + firstRow * blocking.block.pitch;
        } else if (blocking.block.isSource) {
            block = source;
            blockAt = (image * work.groups() + group) * work.channels() * blocking.block.channelStride
                    + firstRow * blocking.block.pitch;
        } else {
            fillImages(source, image, images, group, firstRow, lane);
        }
        int from = outputBlock * blocking.outputs;
        int to = Math.min(work.outputs(), from + blocking.outputs);
        setInit(bias, group * work.outputs(), from, to, lane);
        TileTable table = blocking.tableFor(images, rows);
        int slots = table.base.length;
        if (blocking.pixelsFirst) {
            for (int v = 0; v < slots; v += tileAt(table, v).nv) {
                int end = v + tileAt(table, v).nv;
                for (int m = from; m < to; m += tile.mr) {
                    int yAt = target.at(image, group * work.outputs() + m) + firstRow * target.rowStride();
                    int used = Math.min(tile.mr, to - m);
                    runTiles(table, v, end, block, blockAt, weights, group, m, used, y, yAt, target.plane(), lane);
                }
            }
            return;
        }
        for (int m = from; m < to; m += tile.mr) {
            int used = Math.min(tile.mr, to - m);
            int channel = group * work.outputs() + m;
            if (blocking.inPlace) {
                int yAt = target.at(image, channel) + firstRow * target.rowStride();
                runTiles(table, 0, slots, block, blockAt, weights, group, m, used, y, yAt, target.plane(), lane);
            } else {
                int ldc = blocking.images * blocking.bufferRow();
                runTiles(table, 0, slots, block, blockAt, weights, group, m, used, lane, blockLength(), ldc, lane);
                gather(lane, image, images, channel, used, firstRow, rows, y);
            }
        }
    }

    private VectorTile tileAt(TileTable table, int vector) {
        return vector < table.wide * tile.nv ? tile : narrow;
    }

    /** Copies the images of a chunk padded; whole images share one set of zeros, written once for all their rows. */
    private void fillImages(double[] source, int image, int images, int group, int firstRow, double[] lane) {
        int plane = work.sourceH() * work.sourceW();
        boolean whole = blocking.rows == work.outH();
        if (whole) {
            Arrays.fill(lane, 0, images * blocking.block.length(), 0);
        }
        for (int n = 0; n < images; n++) {
            int sourceAt = ((image + n) * work.groups() + group) * work.channels() * plane;
            int blockAt = n * blocking.block.length();
            if (whole) {
                blocking.block.fillPixels(source, sourceAt, 0, work.channels(), lane, blockAt);
            } else {
                blocking.block.fill(source, sourceAt, firstRow, 0, work.channels(), lane, blockAt);
            }
        }
    }

    private void setInit(double[] bias, int first, int from, int to, double[] lane) {
        int at = initAt();
        if (bias == null) {
            Arrays.fill(lane, at + from, at + to, 0);
        } else {
            System.arraycopy(bias, first + from, lane, at + from, to - from);
        }
        Arrays.fill(lane, at + to, at + Math.max(to, (to + tile.mr - 1) / tile.mr * tile.mr), 0);
    }

    private void runTiles(
            TileTable table,
            int first,
            int end,
            double[] block,
            int blockAt,
            double[] weights,
            int group,
            int m,
            int rows,
            double[] out,
            int outAt,
            int ldc,
            double[] lane) {
        int wAt = packs
                ? packedAt + (group * tileRows + m / tile.mr) * tile.mr * offset.length
                : group * work.wGroup() + m * work.wOutput();
        int initAt = initAt() + m;
        for (int v = first; v < end; ) {
            VectorTile used = tileAt(table, v);
            used.run(
                    offset.length,
                    block,
                    blockAt,
                    table.base,
                    v,
                    offset,
                    0,
                    weights,
                    wAt,
                    wOffset,
                    work.wOutput(),
                    rows,
                    out,
                    outAt,
                    table.dst,
                    ldc,
                    lane,
                    initAt,
                    false);
            v += used.nv;
        }
    }

    private void gather(
            double[] lane, int image, int images, int channel, int channels, int firstRow, int rows, double[] y) {
        int pitch = blocking.flat ? blocking.block.pitch : work.outW();
        for (int m = 0; m < channels; m++) {
            for (int n = 0; n < images; n++) {
                int from = blockLength() + (m * blocking.images + n) * blocking.bufferRow();
                int to = target.at(image + n, channel + m) + firstRow * target.rowStride();
                for (int i = 0; i < rows; i++) {
                    target.putRow(lane, from + i * pitch, y, to + i * target.rowStride(), work.outW());
                }
            }
        }
    }
}
