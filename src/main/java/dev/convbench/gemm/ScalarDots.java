package dev.convbench.gemm;

import dev.convbench.simd.Fma;

/** C += A·Bᵀ in plain Java: dot products, nine at a time. */
final class ScalarDots {
    /** Rows of A and of B in a register tile: nine sums fill two multiply-add pipes four cycles deep. */
    static final int SIDE = 3;

    private ScalarDots() {}

    /**
     * c[i·ldc + j] += Σ_p a[i·lda + p] · b[j·ldb + p], for i &lt; m, j &lt; n, p &lt; k; offsets as given.
     */
    static void add(
            int m,
            int n,
            int k,
            double[] a,
            int aAt,
            int lda,
            double[] b,
            int bAt,
            int ldb,
            double[] c,
            int cAt,
            int ldc) {
        for (int i = 0; i < m; i += SIDE) {
            int a0 = aAt + i * lda;
            int a1 = aAt + Math.min(i + 1, m - 1) * lda;
            int a2 = aAt + Math.min(i + 2, m - 1) * lda;
            for (int j = 0; j < n; j += SIDE) {
                int b1 = bAt + Math.min(j + 1, n - 1) * ldb;
                int b2 = bAt + Math.min(j + 2, n - 1) * ldb;
                dot(k, a, a0, a1, a2, b, bAt + j * ldb, b1, b2, c, cAt + i * ldc + j, ldc, m - i, n - j);
            }
        }
    }

    private static void dot(
            int k,
            double[] a,
            int a0,
            int a1,
            int a2,
            double[] b,
            int b0,
            int b1,
            int b2,
            double[] c,
            int cAt,
            int ldc,
            int rows,
            int columns) {
        double s00 = 0;
        double s01 = 0;
        double s02 = 0;
        double s10 = 0;
        double s11 = 0;
        double s12 = 0;
        double s20 = 0;
        double s21 = 0;
        double s22 = 0;
        for (int p = 0; p < k; p++) {
            double u = b[b0 + p];
            double v = b[b1 + p];
            double w = b[b2 + p];
            double factor = a[a0 + p];
            s00 = Fma.fma(factor, u, s00);
            s01 = Fma.fma(factor, v, s01);
            s02 = Fma.fma(factor, w, s02);
            factor = a[a1 + p];
            s10 = Fma.fma(factor, u, s10);
            s11 = Fma.fma(factor, v, s11);
            s12 = Fma.fma(factor, w, s12);
            factor = a[a2 + p];
            s20 = Fma.fma(factor, u, s20);
            s21 = Fma.fma(factor, v, s21);
            s22 = Fma.fma(factor, w, s22);
        }
        addRow(c, cAt, columns, s00, s01, s02);
        if (rows > 1) {
            addRow(c, cAt + ldc, columns, s10, s11, s12);
        }
        if (rows > 2) {
            addRow(c, cAt + 2 * ldc, columns, s20, s21, s22);
        }
    }

    private static void addRow(double[] c, int at, int columns, double s0, double s1, double s2) {
        c[at] += s0;
        if (columns > 1) {
            c[at + 1] += s1;
        }
        if (columns > 2) {
            c[at + 2] += s2;
        }
    }
}
