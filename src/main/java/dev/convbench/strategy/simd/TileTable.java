package dev.convbench.strategy.simd;

import dev.convbench.gemm.VectorTile;
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

    /** Tiles of full width. */
    final int wide;

    /** Tiles of the narrow companion after them; the last one may repeat its last vector. */
    final int narrow;

    private TileTable(int vectors, VectorTile tile) {
        wide = wideTiles(vectors, tile);
        narrow = narrowTiles(vectors, tile);
        int slots = wide * tile.nv + narrow * tile.narrow().nv;
        base = new int[slots];
        dst = new int[slots];
    }

    /** Full-width tiles that {@code vectors} take: one more, partly idle, where narrow ones would cost as much. */
    private static int wideTiles(int vectors, VectorTile tile) {
        int left = vectors % tile.nv;
        int narrow = tile.narrow().nv;
        boolean oneMore = left > 0 && (left + narrow - 1) / narrow * narrow + 1 >= tile.nv;
        return vectors / tile.nv + (oneMore ? 1 : 0);
    }

    private static int narrowTiles(int vectors, VectorTile tile) {
        int left = Math.max(0, vectors - wideTiles(vectors, tile) * tile.nv);
        int narrow = tile.narrow().nv;
        return (left + narrow - 1) / narrow;
    }

    /** Vectors that are computed for {@code vectors}, idle ones included. */
    static int slots(int vectors, VectorTile tile) {
        return wideTiles(vectors, tile) * tile.nv + narrowTiles(vectors, tile) * tile.narrow().nv;
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
    static TileTable byRow(int images, int imageStride, int imageDst, int rows, int ow, int pitch, VectorTile tile) {
        int perRow = (ow + LANES - 1) / LANES;
        int vectors = images * rows * perRow;
        TileTable table = new TileTable(vectors, tile);
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
            VectorTile tile) {
        int perImage = vectorsFlat(rows, ow, pitch);
        int length = (rows - 1) * pitch + ow;
        TileTable table = new TileTable(images * perImage, tile);
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
