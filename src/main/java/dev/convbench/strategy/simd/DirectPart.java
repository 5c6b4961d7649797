package dev.convbench.strategy.simd;

import dev.convbench.gemm.VectorTile;

/**
 * One {@link Correlation} of a {@link DirectPass}, on the padded copy that all of the pass's correlations share: packed
 * weights, the tables of tap offsets, and the loops over tiles of a block.
 */
final class DirectPart {
    private static final int MAX_CHUNKS = 16;

    private final Correlation work;
    private final Target target;
    private final DirectBlocking blocking;
    private final VectorTile tile;
    private final VectorTile narrow;
    private final boolean packs;
    private final int packedAt;
    private final int[] offset;
    private final int[] wOffset;
    private final int tileRows;

    /**
     * Binds a correlation.
     *
     * @param blocking of the pass
     * @param frameTap where its taps start among those of the blocking's correlation
     * @param packs whether its weights are packed; otherwise they are read in place
     * @param packedAt where its packed weights start in the buffer of packed weights
     */
    DirectPart(Correlation work, Target target, DirectBlocking blocking, int frameTap, boolean packs, int packedAt) {
        this.work = work;
        this.target = target;
        this.blocking = blocking;
        this.packs = packs;
        this.packedAt = packedAt;
        tile = blocking.tile;
        narrow = tile.narrow();
        tileRows = (work.outputs() + tile.mr - 1) / tile.mr;
        offset = new int[work.reduction()];
        wOffset = new int[work.reduction()];
        for (int k = 0; k < offset.length; k++) {
            int channel = k / work.taps();
            int tap = k % work.taps();
            offset[k] = blocking.block.offset(channel, frameTap + tap);
            wOffset[k] = channel * work.wChannel() + work.tapWeight()[tap];
        }
    }

    int packedLength() {
        return packs ? Math.multiplyExact(work.groups() * tileRows, tile.mr * work.reduction()) : 0;
    }

    int packChunks() {
        return packs ? Math.min(MAX_CHUNKS, work.groups() * tileRows) : 0;
    }

    /** Packs the weights of mr output channels side by side, k-major. */
    void pack(int chunk, double[] w, double[] packed) {
        WeightPacking.pack(work, tile.mr, wOffset, chunk, packChunks(), w, packed, packedAt);
    }

    /**
     * Computes some output channels of a block of rows of some images.
     *
     * @param block padded sources
     * @param blockAt where the first image's first row stands
     * @param weights packed or original
     * @param lane this worker's memory
     * @param bufferAt where results to be gathered go in it
     * @param initAt where the start of each output channel's sums stands in it
     */
    void compute(
            double[] block,
            int blockAt,
            double[] weights,
            int group,
            int image,
            int images,
            int firstRow,
            int rows,
            int from,
            int to,
            double[] lane,
            int bufferAt,
            int initAt,
            double[] y) {
        TileTable table = blocking.tableFor(images, rows);
        int slots = table.base.length;
        if (blocking.pixelsFirst) {
            for (int v = 0; v < slots; v += tileAt(table, v).nv) {
                int end = v + tileAt(table, v).nv;
                for (int m = from; m < to; m += tile.mr) {
                    int yAt = target.at(image, group * work.outputs() + m) + firstRow * target.rowStride();
                    int used = Math.min(tile.mr, to - m);
                    runTiles(
                            table,
                            v,
                            end,
                            block,
                            blockAt,
                            weights,
                            group,
                            m,
                            used,
                            y,
                            yAt,
                            target.plane(),
                            lane,
                            initAt);
                }
            }
            return;
        }
        for (int m = from; m < to; m += tile.mr) {
            int used = Math.min(tile.mr, to - m);
            int channel = group * work.outputs() + m;
            if (blocking.inPlace) {
                int yAt = target.at(image, channel) + firstRow * target.rowStride();
                runTiles(
                        table, 0, slots, block, blockAt, weights, group, m, used, y, yAt, target.plane(), lane, initAt);
            } else {
                int ldc = blocking.images * blocking.bufferRow();
                runTiles(table, 0, slots, block, blockAt, weights, group, m, used, lane, bufferAt, ldc, lane, initAt);
                gather(lane, bufferAt, image, images, channel, used, firstRow, rows, y);
            }
        }
    }

    private VectorTile tileAt(TileTable table, int vector) {
        return vector < table.wide * tile.nv ? tile : narrow;
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
            double[] init,
            int initAt) {
        int wAt = packs
                ? packedAt + (group * tileRows + m / tile.mr) * tile.mr * offset.length
                : group * work.wGroup() + m * work.wOutput();
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
                    init,
                    initAt + m,
                    false);
            v += used.nv;
        }
    }

    /** Brings results to the output: the block may be a row or a column larger than what this part has there. */
    private void gather(
            double[] lane,
            int bufferAt,
            int image,
            int images,
            int channel,
            int channels,
            int firstRow,
            int rows,
            double[] y) {
        int pitch = blocking.flat ? blocking.block.pitch : blocking.work.outW();
        int count = Math.min(rows, work.outH() - firstRow);
        for (int m = 0; m < channels; m++) {
            for (int n = 0; n < images; n++) {
                int from = bufferAt + (m * blocking.images + n) * blocking.bufferRow();
                int to = target.at(image + n, channel + m) + firstRow * target.rowStride();
                for (int i = 0; i < count; i++) {
                    target.putRow(lane, from + i * pitch, y, to + i * target.rowStride(), work.outW());
                }
            }
        }
    }
}
