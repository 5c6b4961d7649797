package dev.convbench.gemm;

import dev.convbench.simd.Species;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The microkernel of vectors: a {@link VectorTile} on micropanels of B, [term][column], or on rows of B in place.
 *
 * <p>Tiles of fewer columns than NR run on a panel padded with zeros, go into working memory, and only what is wanted of
 * them is stored. Load it only where the Vector API is usable.
 */
final class VectorMicrokernel implements Microkernel {
    private static final VectorSpecies<Double> SPECIES = Species.F64;
    private static final int LANES = Species.LANES_F64;

    /** A first-level cache of 32 KiB, in doubles: Zen 4; newer cores have 32 or 48 KiB. */
    static final int L1_DOUBLES = 32 * 1024 / Double.BYTES;

    /** A second-level cache of 1 MiB, in doubles: Zen 4, and the smallest of current servers. */
    static final int L2_DOUBLES = 1024 * 1024 / Double.BYTES;

    /** Rows of the tallest tile. */
    private static final int MOST_ROWS = 8;

    /**
     * Terms of a block, KC: 128. A micropanel of B, 128 terms of three vectors, takes 3/4 of L1 and meets all rows of a block
     * of A there; a tile meets C once per 128 multiply-adds of each of its sums.
     */
    static final int KC = L1_DOUBLES * 3 / 4 / (3 * LANES);

    /** Rows of a block, MC: 384. A block of A, 384 × 128 doubles, takes 3/8 of L2. */
    static final int MC = L2_DOUBLES * 3 / 8 / KC;

    /** Columns of a block, NC: 2048. A packed block of B takes 2 MiB, one core's share of a common L3. */
    static final int NC = 2 * L2_DOUBLES / KC;

    /** Distances of the terms of a row of A read in place. */
    private static final int[] TERMS = terms();

    private static final double[] ZEROS = new double[MOST_ROWS];

    private final boolean inPlace;
    private final VectorTile tile;
    private final int nr;

    /**
     * The microkernel for a product.
     *
     * @param rows rows of A: of packed tiles, the one that wastes least on them is taken
     * @param inPlace whether A is read where it is, its rows being contiguous
     */
    VectorMicrokernel(int rows, boolean inPlace) {
        this.inPlace = inPlace;
        tile = inPlace ? VectorTile.inPlace() : VectorTile.packed(rows);
        nr = tile.nv * LANES;
    }

    private static int[] terms() {
        int[] terms = new int[KC];
        for (int p = 0; p < KC; p++) {
            terms[p] = p;
        }
        return terms;
    }

    @Override
    public int mr() {
        return tile.mr;
    }

    @Override
    public int nr() {
        return nr;
    }

    @Override
    public int kr() {
        return 1;
    }

    @Override
    public Blocking blocking() {
        return new Blocking(KC, MC, NC);
    }

    @Override
    public boolean readsRowsOfA() {
        return inPlace;
    }

    @Override
    public boolean flat() {
        return true;
    }

    @Override
    public int packedLength(int kc, int columns) {
        return (columns + nr - 1) / nr * nr * kc;
    }

    @Override
    public int panels(int kc, int columns) {
        return 1;
    }

    @Override
    public int panelLength() {
        return tile.mr * nr + tile.mr;
    }

    @Override
    public void prepare(
            int kc,
            double[] b,
            int bAt,
            int rowStride,
            int columnStride,
            int columns,
            double[] packed,
            int packedAt,
            double[][] panels) {
        if (columnStride == 1) {
            copy(kc, b, bAt, rowStride, columns, packed, packedAt);
            return;
        }
        for (int j = 0; j < columns; j += nr) {
            int width = Math.min(nr, columns - j);
            transpose(kc, b, bAt + j * columnStride, columnStride, width, packed, packedAt + j * kc);
        }
    }

    /** Whole rows of B one after the other, which the prefetchers of the memory follow. */
    private void copy(int kc, double[] b, int bAt, int rowStride, int columns, double[] packed, int packedAt) {
        int whole = columns / nr * nr;
        int read = columnsRead(columns - whole);
        for (int p = 0; p < kc; p++) {
            int from = bAt + p * rowStride;
            int to = packedAt + p * nr;
            for (int j = 0; j < whole; j += nr) {
                copyVectors(b, from + j, packed, to + j * kc);
            }
            if (whole < columns) {
                System.arraycopy(b, from + whole, packed, to + whole * kc, columns - whole);
                Arrays.fill(packed, to + whole * kc + columns - whole, to + whole * kc + read, 0);
            }
        }
    }

    private void copyVectors(double[] b, int from, double[] packed, int to) {
        for (int v = 0; v < nr; v += LANES) {
            DoubleVector.fromArray(SPECIES, b, from + v).intoArray(packed, to + v);
        }
    }

    private void transpose(int kc, double[] b, int bAt, int columnStride, int columns, double[] packed, int packedAt) {
        int read = columnsRead(columns);
        for (int j = 0; j < read; j += LANES) {
            // Vectors beyond the last column are read by a tile but not stored: any numbers do.
            int first = Math.min(j, columns - 1);
            int lines = Math.min(LANES, columns - first);
            Transposition.strip(lines, kc, b, bAt + first * columnStride, columnStride, packed, packedAt + j, nr);
        }
    }

    @Override
    public void run(
            int kc,
            double[] a,
            int aAt,
            int aRow,
            double[] b,
            int bAt,
            int[] offset,
            int panel,
            int rows,
            int columns,
            boolean accumulate,
            double[] start,
            int startAt,
            double[] c,
            int cAt,
            int ldc,
            double[][] panels) {
        double[] init = start == null ? ZEROS : start;
        int initAt = start == null ? 0 : startAt;
        if (start != null && rows < tile.mr) {
            init = panels[0];
            initAt = tile.mr * nr;
            System.arraycopy(start, startAt, init, initAt, rows);
        }
        if (columns == nr && !accumulate) {
            tile.run(kc, b, bAt, offset, a, aAt, TERMS, aRow, rows, c, cAt, ldc, init, initAt);
        } else if (columns == nr) {
            tile.run(kc, b, bAt, offset, a, aAt, TERMS, aRow, rows, panels[0], 0, nr, init, initAt);
            tile.add(panels[0], 0, rows, c, cAt, ldc);
        } else {
            edge(kc, a, aAt, aRow, b, bAt, offset, rows, columns, init, initAt, panels[0]);
            for (int i = 0; i < rows; i++) {
                store(panels[0], i * nr, columns, accumulate, c, cAt + i * ldc);
            }
        }
    }

    /** Columns that the tiles on a panel of so many read. */
    private int columnsRead(int columns) {
        return tile.computed((columns + LANES - 1) / LANES) * LANES;
    }

    private void edge(
            int kc,
            double[] a,
            int aAt,
            int aRow,
            double[] b,
            int bAt,
            int[] offset,
            int rows,
            int columns,
            double[] init,
            int initAt,
            double[] target) {
        int vectors = (columns + LANES - 1) / LANES;
        for (int v = 0; v < vectors; ) {
            VectorTile used = tile.next(vectors - v);
            int shift = v * LANES;
            used.run(kc, b, bAt + shift, offset, a, aAt, TERMS, aRow, rows, target, shift, nr, init, initAt);
            v += used.nv;
        }
    }

    private static void store(double[] tile, int from, int columns, boolean accumulate, double[] c, int at) {
        int j = 0;
        for (; j <= columns - LANES; j += LANES) {
            DoubleVector sum = DoubleVector.fromArray(SPECIES, tile, from + j);
            // Two stores: a variable with a vector from either branch would be an object on the heap in JDK 17.
            if (accumulate) {
                sum.add(DoubleVector.fromArray(SPECIES, c, at + j)).intoArray(c, at + j);
            } else {
                sum.intoArray(c, at + j);
            }
        }
        for (; j < columns; j++) {
            c[at + j] = accumulate ? c[at + j] + tile[from + j] : tile[from + j];
        }
    }
}
