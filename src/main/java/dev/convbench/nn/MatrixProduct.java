package dev.convbench.nn;

import dev.convbench.gemm.Gemm;
import dev.convbench.op.ChunkRunner;

/**
 * C = A·B for matrices of fixed sizes, each stored by rows or by columns; C is stored by rows. The one place where layers meet
 * package gemm.
 *
 * <p>Rows of C are divided into chunks by the sizes alone, so that the result does not depend on the number of workers.
 */
final class MatrixProduct implements ChunkRunner.Chunks {
    /** Chunks that the work is divided into, where there are as many tiles. */
    private static final int CHUNKS = 16;

    private final int m;
    private final int n;
    private final int k;
    private final boolean aByColumns;
    private final boolean bByColumns;
    private final ChunkRunner runner;
    private final Gemm gemm;
    private final int chunks;
    private final double[] packed;
    /** B stored by rows, if it comes by columns. */
    private final double[] rows;

    private final double[][][] panels;

    private double[] b;
    private double[] c;

    /**
     * A product.
     *
     * @param m rows of A and C
     * @param n columns of B and C
     * @param k columns of A, rows of B
     * @param aByColumns whether A is stored by columns
     * @param bByColumns whether B is stored by columns
     * @param runner who works
     */
    MatrixProduct(int m, int n, int k, boolean aByColumns, boolean bByColumns, ChunkRunner runner) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.aByColumns = aByColumns;
        this.bByColumns = bByColumns;
        this.runner = runner;
        gemm = new Gemm(m, k);
        chunks = Math.min(CHUNKS, gemm.tiles());
        packed = new double[gemm.packedLength()];
        rows = new double[bByColumns ? k * n : 0];
        panels = new double[runner.lanes()][gemm.panels(n)][gemm.panelLength()];
    }

    /** Overwrites c. */
    void run(double[] a, double[] matrixB, double[] matrixC) {
        gemm.packA(a, 0, aByColumns ? 1 : k, aByColumns ? m : 1, packed, 0);
        b = bByColumns ? transposed(matrixB) : matrixB;
        c = matrixC;
        runner.run(this, chunks, 2.0 * m * n * k);
        b = null;
        c = null;
    }

    private double[] transposed(double[] matrix) {
        for (int j = 0; j < n; j++) {
            for (int p = 0; p < k; p++) {
                rows[p * n + j] = matrix[j * k + p];
            }
        }
        return rows;
    }

    @Override
    public void run(int chunk, int lane) {
        int first = (int) ((long) chunk * gemm.tiles() / chunks);
        int end = (int) ((chunk + 1L) * gemm.tiles() / chunks);
        gemm.multiply(first, end, n, packed, 0, b, 0, n, 0, c, 0, n, panels[lane]);
    }
}
