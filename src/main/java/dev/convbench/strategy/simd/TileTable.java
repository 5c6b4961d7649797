package dev.convbench.strategy.simd;

import dev.convbench.gemm.VectorTile;
import dev.convbench.simd.Species;
import java.util.ArrayList;
import java.util.List;

/**
 * Which tiles cover the output pixels of a block, and where they stand: {@code base} in the padded source, {@code dst} in
 * a row of the output. The vectors of one tile stand one behind the other.
 *
 * <p>By rows, each output row is cut into tiles and the last one overlaps its neighbour rather than leave the row. Flat,
 * the tiles run over the padded pitch of the whole block, gaps between rows included, and the result needs to be
 * gathered unless there are no gaps.
 */
final class TileTable {
    private static final int LANES = Species.LANES_F64;

    /** The tile at each place. */
    final VectorTile[] tile;

    final int[] base;
    final int[] dst;

    private TileTable(List<Place> places) {
        tile = new VectorTile[places.size()];
        base = new int[tile.length];
        dst = new int[tile.length];
        for (int t = 0; t < tile.length; t++) {
            tile[t] = places.get(t).tile;
            base[t] = places.get(t).base;
            dst[t] = places.get(t).dst;
        }
    }

    private record Place(VectorTile tile, int base, int dst) {}

    static int vectors(int pixels) {
        return (pixels + LANES - 1) / LANES;
    }

    /** Pixels from the first of a block's output to its last, gaps included. */
    private static int flatLength(int rows, int ow, int pitch) {
        return (rows - 1) * pitch + ow;
    }

    static int vectorsFlat(int rows, int ow, int pitch) {
        return vectors(flatLength(rows, ow, pitch));
    }

    /** Whether rows are long enough for a tile. */
    static boolean fitsRow(int ow, VectorTile widest) {
        return ow >= widest.narrowest().nv * LANES;
    }

    /**
     * Tiles by row. Needs rows of at least one tile, see {@link #fitsRow}.
     *
     * @param images images in the block, {@code imageStride} apart in the source and {@code imageDst} in the output
     */
    static TileTable byRow(int images, int imageStride, int imageDst, int rows, int ow, int pitch, VectorTile widest) {
        List<Place> places = new ArrayList<>();
        for (int row = 0; row < images * rows; row++) {
            int base = row / rows * imageStride + row % rows * pitch;
            int dst = row / rows * imageDst + row % rows * ow;
            cover(places, base, dst, ow, true, widest);
        }
        return new TileTable(places);
    }

    /**
     * Tiles over the pitch, one row behind the other.
     *
     * @param overlapLast whether the last tile must end with the last pixel (output written in place) or may run over
     */
    static TileTable flat(
            int images,
            int imageStride,
            int imageDst,
            int rows,
            int ow,
            int pitch,
            boolean overlapLast,
            VectorTile widest) {
        int length = flatLength(rows, ow, pitch);
        List<Place> places = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            cover(places, image * imageStride, image * imageDst, length, overlapLast, widest);
        }
        return new TileTable(places);
    }

    /** Covers pixels that stand one behind the other. */
    private static void cover(
            List<Place> places, int baseAt, int dstAt, int pixels, boolean overlapLast, VectorTile widest) {
        int vectors = vectors(pixels);
        for (int v = 0; v < vectors; ) {
            VectorTile tile = widest.next(vectors - v);
            while (overlapLast && tile.nv * LANES > pixels) {
                tile = tile.narrow();
            }
            int pixel = overlapLast ? Math.min(v * LANES, pixels - tile.nv * LANES) : v * LANES;
            places.add(new Place(tile, baseAt + pixel, dstAt + pixel));
            v += tile.nv;
        }
    }
}
