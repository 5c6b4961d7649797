package dev.convbench.strategy.simd;

import dev.convbench.simd.Species;

/**
 * Where the vectors of a block of output pixels stand: {@code base} in the padded source, {@code dst} in a row of the
 * output.
 *
 * <p>By rows, each output row is cut into vectors and the last one overlaps its neighbour rather than leave the row. Flat,
 * the vectors run over the padded pitch of the whole block, gaps between rows included, and the result needs to be
 * gathered unless there are no gaps.
 */
final class TileTable {
    private static final int LANES = Species.LANES_F64;

    final int[] base;
    final int[] dst;

    /** Tiles of nv vectors; the last one may repeat its last vector. */
    final int tiles;

    private TileTable(int vectors, int nv) {
        tiles = (vectors + nv - 1) / nv;
        base = new int[tiles * nv];
        dst = new int[tiles * nv];
    }

    private void repeatLast(int vectors) {
        for (int v = vectors; v < base.length; v++) {
            base[v] = base[vectors - 1];
            dst[v] = dst[vectors - 1];
        }
    }

    static int vectorsByRow(int rows, int ow) {
        return rows * ((ow + LANES - 1) / LANES);
    }

    static int vectorsFlat(int rows, int ow, int pitch) {
        return ((rows - 1) * pitch + ow + LANES - 1) / LANES;
    }

    /**
     * Vectors by row. Needs {@code ow} of at least one vector.
     *
     * @param images images in the block, {@code imageStride} apart in the source and {@code imageDst} in the output
     */
    static TileTable byRow(int images, int imageStride, int imageDst, int rows, int ow, int pitch, int nv) {
        int perRow = (ow + LANES - 1) / LANES;
        int vectors = images * rows * perRow;
        TileTable table = new TileTable(vectors, nv);
        for (int v = 0; v < vectors; v++) {
            int column = Math.min(v % perRow * LANES, ow - LANES);
            int row = v / perRow % rows;
            int image = v / perRow / rows;
            table.base[v] = image * imageStride + row * pitch + column;
            table.dst[v] = image * imageDst + row * ow + column;
        }
        table.repeatLast(vectors);
        return table;
    }

    /**
     * Vectors over the pitch, one row behind the other.
     *
     * @param overlapLast whether the last vector must end with the last pixel (output written in place) or may run over
     */
    static TileTable flat(
            int images,
            int imageStride,
            int imageDst,
            int rows,
            int ow,
            int pitch,
            boolean overlapLast,
            int nv) {
        int perImage = vectorsFlat(rows, ow, pitch);
        int length = (rows - 1) * pitch + ow;
        TileTable table = new TileTable(images * perImage, nv);
        for (int v = 0; v < images * perImage; v++) {
            int at = v % perImage * LANES;
            if (overlapLast) {
                at = Math.min(at, length - LANES);
            }
            table.base[v] = v / perImage * imageStride + at;
            table.dst[v] = v / perImage * imageDst + at;
        }
        table.repeatLast(images * perImage);
        return table;
    }
}
