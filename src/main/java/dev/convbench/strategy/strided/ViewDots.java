package dev.convbench.strategy.strided;

import dev.convbench.simd.Fma;

/**
 * Inner products of two gradient planes with four two-dimensional views, in registers. Sums keep their order, so C2 does
 * not vectorise them; eight of them fill two multiply-add pipes four cycles deep.
 */
final class ViewDots {
    /** Gradient planes. */
    static final int PLANES = 2;
    /** Views. */
    static final int VIEWS = 4;

    private ViewDots() {}

    /**
     * dw[at_m + k] += Σ_{i &lt; rows, j &lt; n} dy[d_m + i·n + j] · x[x_k + i·row + j·column], for k &lt; views.
     *
     * @param at1 where the sums of the second plane go, or −1 to drop them
     */
    static void add(
            double[] dy,
            int d0,
            int d1,
            double[] x,
            int x0,
            int x1,
            int x2,
            int x3,
            int rows,
            int n,
            int row,
            int column,
            double[] dw,
            int at0,
            int at1,
            int views) {
        double s00 = 0;
        double s01 = 0;
        double s02 = 0;
        double s03 = 0;
        double s10 = 0;
        double s11 = 0;
        double s12 = 0;
        double s13 = 0;
        for (int i = 0; i < rows; i++) {
            int p = i * n;
            int q = i * row;
            for (int j = 0; j < n; j++) {
                int at = q + j * column;
                double a = dy[d0 + p + j];
                double b = dy[d1 + p + j];
                double v = x[x0 + at];
                s00 = Fma.fma(a, v, s00);
                s10 = Fma.fma(b, v, s10);
                v = x[x1 + at];
                s01 = Fma.fma(a, v, s01);
                s11 = Fma.fma(b, v, s11);
                v = x[x2 + at];
                s02 = Fma.fma(a, v, s02);
                s12 = Fma.fma(b, v, s12);
                v = x[x3 + at];
                s03 = Fma.fma(a, v, s03);
                s13 = Fma.fma(b, v, s13);
            }
        }
        store(dw, at0, views, s00, s01, s02, s03);
        if (at1 >= 0) {
            store(dw, at1, views, s10, s11, s12, s13);
        }
    }

    private static void store(double[] dw, int at, int views, double s0, double s1, double s2, double s3) {
        dw[at] += s0;
        if (views > 1) {
            dw[at + 1] += s1;
        }
        if (views > 2) {
            dw[at + 2] += s2;
        }
        if (views > 3) {
            dw[at + 3] += s3;
        }
    }
}
