package dev.convbench.nn;

import dev.convbench.gemm.Gemm;
import dev.convbench.gemm.GemmScratch;
import dev.convbench.gemm.MatrixLayout;
import dev.convbench.op.ChunkRunner;

/**
 * C = A·B for matrices of fixed sizes, stored whole, by rows or by columns; C is stored by rows. The one place where layers meet
 * package gemm. The result does not depend on the number of workers.
 */
final class MatrixProduct implements ChunkRunner.Chunks {
    private final Gemm gemm;
    private final GemmScratch scratch;
    private final ChunkRunner runner;
    private final int columns;
    private int phase;

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
        MatrixLayout a = aByColumns ? MatrixLayout.columns(m) : MatrixLayout.rows(k);
        MatrixLayout b = bByColumns ? MatrixLayout.columns(k) : MatrixLayout.rows(n);
        gemm = new Gemm(m, n, k, a, b);
        scratch = gemm.newScratch(runner.lanes());
        this.runner = runner;
        columns = n;
    }

    /** Overwrites c. */
    void run(double[] a, double[] b, double[] c) {
        scratch.set(a, 0, b, 0, false, null, 0, c, 0, columns);
        try {
            for (phase = 0; phase < gemm.phases(); phase++) {
                runner.run(this, gemm.chunks(phase), gemm.operations());
            }
        } finally {
            scratch.unset();
        }
    }

    @Override
    public void run(int chunk, int lane) {
        gemm.run(phase, chunk, scratch, lane);
    }
}
