package dev.convbench.strategy.loops;

import dev.convbench.simd.Fma;

/**
 * Nine dot products of three gradient planes with three shifted phase planes.
 *
 * <p>A sum must keep its order, so C2 does not vectorise it; nine independent sums fill the multiply-add pipes (two a
 * cycle, four cycles deep) with six loads instead of eighteen.
 */
final class DotTile {
    /** Planes on each side. */
    static final int SIDE = 3;

    private DotTile() {}

    /**
     * x[sums + 3m + k] = Σ_{i &lt; rows, j &lt; n} dy[dyAt_m + i·n + j] · x[xAt_k + i·pitch + j].
     *
     * @param dyAt0 start of the first gradient plane; rows of gradient planes are contiguous
     * @param x phase planes, and room for the sums
     * @param xAt0 start of the first phase plane
     */
    static void run(
            double[] dy,
            int dyAt0,
            int dyAt1,
            int dyAt2,
            double[] x,
            int xAt0,
            int xAt1,
            int xAt2,
            int rows,
            int n,
            int pitch,
            int sums) {
        double s00 = 0;
        double s01 = 0;
        double s02 = 0;
        double s10 = 0;
        double s11 = 0;
        double s12 = 0;
        double s20 = 0;
        double s21 = 0;
        double s22 = 0;
        for (int i = 0; i < rows; i++) {
            int d0 = dyAt0 + i * n;
            int d1 = dyAt1 + i * n;
            int d2 = dyAt2 + i * n;
            int x0 = xAt0 + i * pitch;
            int x1 = xAt1 + i * pitch;
            int x2 = xAt2 + i * pitch;
            for (int j = 0; j < n; j++) {
                double u = x[x0 + j];
                double v = x[x1 + j];
                double w = x[x2 + j];
                double d = dy[d0 + j];
                s00 = Fma.fma(d, u, s00);
                s01 = Fma.fma(d, v, s01);
                s02 = Fma.fma(d, w, s02);
                d = dy[d1 + j];
                s10 = Fma.fma(d, u, s10);
                s11 = Fma.fma(d, v, s11);
                s12 = Fma.fma(d, w, s12);
                d = dy[d2 + j];
                s20 = Fma.fma(d, u, s20);
                s21 = Fma.fma(d, v, s21);
                s22 = Fma.fma(d, w, s22);
            }
        }
        store(x, sums, s00, s01, s02);
        store(x, sums + SIDE, s10, s11, s12);
        store(x, sums + 2 * SIDE, s20, s21, s22);
    }

    private static void store(double[] x, int at, double s0, double s1, double s2) {
        x[at] = s0;
        x[at + 1] = s1;
        x[at + 2] = s2;
    }
}
