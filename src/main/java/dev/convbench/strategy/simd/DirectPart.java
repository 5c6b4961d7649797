package dev.convbench.strategy.simd;

import dev.convbench.gemm.VectorTile;
import dev.convbench.simd.Species;

/**
 * One {@link Correlation} of a {@link DirectPass}, on the padded copy that all of the pass's correlations share: packed
 * weights, the tables of tap offsets, and the loops over tiles of a block.
 */
final class DirectPart {
    /** In place of where weights are packed in passing: they are packed already, or not at all. */
    static final int PACKED_BEFORE = -1;

    private static final int LANES = Species.LANES_F64;

    private static final int MAX_CHUNKS = 16;

    private final Correlation work;
    private final Target target;
    private final DirectBlocking blocking;
    private final VectorTile tile;
    private final boolean packs;
    private final int packedAt;
    private final int[] wOffset;
    private final int tileRows;

    /** Terms of a block, and the distances of each block's terms and one more: packed tiles take no more at a time. */
    private final int kc;

    private final int[][] offset;

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
        tileRows = (work.outputs() + tile.mr - 1) / tile.mr;
        int terms = work.reduction();
        int blocks = packs ? (terms - 1) / VectorTile.MOST_TERMS + 1 : 1;
        kc = (terms + blocks - 1) / blocks;
        offset = new int[blocks][];
        for (int i = 0; i < blocks; i++) {
            offset[i] = new int[termsOf(i) + 1];
        }
        wOffset = new int[terms];
        for (int k = 0; k < terms; k++) {
            int channel = k / work.taps();
            int tap = k % work.taps();
            offset[k / kc][k % kc] = blocking.block.offset(channel, frameTap + tap);
            wOffset[k] = channel * work.wChannel() + work.tapWeight()[tap];
        }
    }

    private int termsOf(int block) {
        return Math.min(kc, work.reduction() - block * kc);
    }

    /** Where a lane has zeros for the sums of later blocks of terms to start from, behind the starts of the first block. */
    static int zerosAt(int initAt, int outputs, int mr) {
        return initAt + outputs + mr;
    }

    /** Elements of a lane from there on: the zeros, and the sums of one tile. */
    static int sumsLength(VectorTile tile) {
        return tile.mr + tile.mr * tile.nv * LANES;
    }

    int packedLength() {
        return packs ? Math.multiplyExact(work.groups() * tileRows, tile.mr * wOffset.length) : 0;
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
     * @param passingAt where each tile's weights are packed in it, or {@link #PACKED_BEFORE}
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
            int passingAt,
            double[] y) {
        TileTable table = blocking.tableFor(images, rows);
        int tiles = table.tile.length;
        if (blocking.pixelsFirst) {
            for (int t = 0; t < tiles; t++) {
                for (int m = from; m < to; m += tile.mr) {
                    int yAt = target.at(image, group * work.outputs() + m) + firstRow * target.rowStride();
                    int used = Math.min(tile.mr, to - m);
                    int plane = target.plane();
                    int wAt = weightsAt(group, m);
                    runTiles(table, t, t + 1, block, blockAt, weights, wAt, used, y, yAt, plane, lane, initAt, m);
                }
            }
            return;
        }
        boolean passing = passingAt != PACKED_BEFORE;
        double[] ready = passing ? lane : weights;
        for (int m = from; m < to; m += tile.mr) {
            int used = Math.min(tile.mr, to - m);
            int channel = group * work.outputs() + m;
            int wAt = passing ? passingAt : weightsAt(group, m);
            if (passing) {
                int row = group * tileRows + m / tile.mr;
                WeightPacking.packRow(work, tile.mr, wOffset, row, 0, work.channels(), weights, lane, passingAt);
            }
            if (blocking.inPlace) {
                int yAt = target.at(image, channel) + firstRow * target.rowStride();
                int plane = target.plane();
                runTiles(table, 0, tiles, block, blockAt, ready, wAt, used, y, yAt, plane, lane, initAt, m);
            } else {
                int ldc = blocking.images * blocking.bufferRow();
                runTiles(table, 0, tiles, block, blockAt, ready, wAt, used, lane, bufferAt, ldc, lane, initAt, m);
                gather(lane, bufferAt, image, images, channel, used, firstRow, rows, y);
            }
        }
    }

    private int weightsAt(int group, int m) {
        return packs
                ? packedAt + (group * tileRows + m / tile.mr) * tile.mr * wOffset.length
                : group * work.wGroup() + m * work.wOutput();
    }

    private void runTiles(
            TileTable table,
            int first,
            int end,
            double[] block,
            int blockAt,
            double[] weights,
            int wAt,
            int rows,
            double[] out,
            int outAt,
            int ldc,
            double[] lane,
            int initAt,
            int m) {
        int zerosAt = zerosAt(initAt, work.outputs(), tile.mr);
        int sumsAt = zerosAt + tile.mr;
        for (int t = first; t < end; t++) {
            VectorTile used = table.tile[t];
            int xAt = blockAt + table.base[t];
            int to = outAt + table.dst[t];
            for (int i = 0; i < offset.length; i++) {
                boolean add = i > 0;
                used.run(
                        termsOf(i),
                        block,
                        xAt,
                        offset[i],
                        weights,
                        wAt + i * kc * tile.mr,
                        wOffset,
                        work.wOutput(),
                        rows,
                        add ? lane : out,
                        add ? sumsAt : to,
                        add ? used.nv * LANES : ldc,
                        lane,
                        add ? zerosAt : initAt + m);
                if (add) {
                    used.add(lane, sumsAt, rows, out, to, ldc);
                }
            }
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
