package dev.convbench.strategy.strided;

import dev.convbench.simd.Fma;

/**
 * The innermost loops of the contractions: along one row of two-dimensional views. Two rows are updated from four at
 * once, eight multiply-adds for six loads and two stores. Views with a column stride keep C2 from vectorising, so the
 * blocks are as large as scalar registers carry well.
 */
final class ViewRows {
    /** Rows updated at once. */
    static final int TARGETS = 2;
    /** Rows read at once. */
    static final int SOURCES = 4;

    private ViewRows() {}

    /** y0[j] += Σ_t w[w0 + t] · x[x_t + j·step] and y1 likewise with w1, for t &lt; 4 and j &lt; n. */
    static void gather4(
            double[] y0,
            double[] y1,
            int n,
            double[] x,
            int x0,
            int x1,
            int x2,
            int x3,
            int step,
            double[] w,
            int w0,
            int w1) {
        double w00 = w[w0];
        double w01 = w[w0 + 1];
        double w02 = w[w0 + 2];
        double w03 = w[w0 + 3];
        double w10 = w[w1];
        double w11 = w[w1 + 1];
        double w12 = w[w1 + 2];
        double w13 = w[w1 + 3];
        for (int j = 0; j < n; j++) {
            double a = x[x0 + j * step];
            double b = x[x1 + j * step];
            double c = x[x2 + j * step];
            double d = x[x3 + j * step];
            y0[j] = Fma.fma(w03, d, Fma.fma(w02, c, Fma.fma(w01, b, Fma.fma(w00, a, y0[j]))));
            y1[j] = Fma.fma(w13, d, Fma.fma(w12, c, Fma.fma(w11, b, Fma.fma(w10, a, y1[j]))));
        }
    }

    /** y0[j] += w0 · x[x0 + j·step] and y1[j] += w1 · x[x0 + j·step] for j &lt; n. */
    static void gather1(double[] y0, double[] y1, int n, double[] x, int x0, int step, double w0, double w1) {
        for (int j = 0; j < n; j++) {
            double a = x[x0 + j * step];
            y0[j] = Fma.fma(w0, a, y0[j]);
            y1[j] = Fma.fma(w1, a, y1[j]);
        }
    }

    /**
     * dx[d0 + j·step] += Σ_t w[w0 + t·wStep] · dy[y0 + t·yStep + j], and dx[d1 + j·step] likewise with w1, for t &lt; 4 and
     * j &lt; n.
     */
    static void scatter4(
            double[] dx,
            int d0,
            int d1,
            int step,
            int n,
            double[] dy,
            int y0,
            int yStep,
            double[] w,
            int w0,
            int w1,
            int wStep) {
        double w00 = w[w0];
        double w01 = w[w0 + wStep];
        double w02 = w[w0 + 2 * wStep];
        double w03 = w[w0 + 3 * wStep];
        double w10 = w[w1];
        double w11 = w[w1 + wStep];
        double w12 = w[w1 + 2 * wStep];
        double w13 = w[w1 + 3 * wStep];
        int y1 = y0 + yStep;
        int y2 = y1 + yStep;
        int y3 = y2 + yStep;
        for (int j = 0; j < n; j++) {
            double a = dy[y0 + j];
            double b = dy[y1 + j];
            double c = dy[y2 + j];
            double d = dy[y3 + j];
            int at = j * step;
            dx[d0 + at] = Fma.fma(w03, d, Fma.fma(w02, c, Fma.fma(w01, b, Fma.fma(w00, a, dx[d0 + at]))));
            dx[d1 + at] = Fma.fma(w13, d, Fma.fma(w12, c, Fma.fma(w11, b, Fma.fma(w10, a, dx[d1 + at]))));
        }
    }

    /** dx[d0 + j·step] += w0 · dy[y0 + j] and dx[d1 + j·step] += w1 · dy[y0 + j] for j &lt; n. */
    static void scatter1(double[] dx, int d0, int d1, int step, int n, double[] dy, int y0, double w0, double w1) {
        for (int j = 0; j < n; j++) {
            double a = dy[y0 + j];
            int at = j * step;
            dx[d0 + at] = Fma.fma(w0, a, dx[d0 + at]);
            dx[d1 + at] = Fma.fma(w1, a, dx[d1 + at]);
        }
    }
}
