package dev.convbench.strategy.im2col;

import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Axis;
import java.util.Arrays;

/**
 * The column matrix of a pooling, (kh·kw) × windows, for some output rows of one plane at a time. Row (r, s) holds what
 * tap (r, s) of each window reads, and a filler where it meets padding.
 */
final class PoolColumns {
    /** Windows that a block of rows should have: a matrix row of 2 KiB. */
    private static final int WIDTH = 256;

    /** Output rows of a block. */
    final int rows;

    private final PoolShape shape;
    private final Axis vertical;
    private final Axis horizontal;

    PoolColumns(PoolShape shape) {
        this.shape = shape;
        vertical = Axis.rows(shape);
        horizontal = Axis.columns(shape);
        rows = Math.min(shape.oh(), Math.max(1, WIDTH / shape.ow()));
    }

    /** Windows of a whole block. */
    int windows() {
        return rows * shape.ow();
    }

    /** im2col: writes the columns of output rows first … end − 1 of the plane at {@code source}. */
    void gather(double[] x, int source, int first, int end, double filler, double[] columns) {
        int ow = shape.ow();
        int sw = shape.sw();
        int at = 0;
        for (int r = 0; r < shape.kh(); r++) {
            for (int s = 0; s < shape.kw(); s++) {
                int from = horizontal.firstOutput(s);
                int to = horizontal.endOutput(s);
                for (int i = first; i < end; i++) {
                    int row = vertical.position(i, r);
                    if (vertical.isPixel(row)) {
                        Arrays.fill(columns, at, at + from, filler);
                        copy(x, source + row * shape.iw() + horizontal.position(0, s), sw, from, to, columns, at);
                        Arrays.fill(columns, at + to, at + ow, filler);
                    } else {
                        Arrays.fill(columns, at, at + ow, filler);
                    }
                    at += ow;
                }
            }
        }
    }

    private static void copy(double[] x, int source, int stride, int from, int to, double[] columns, int target) {
        for (int j = from; j < to; j++) {
            columns[target + j] = x[source + j * stride];
        }
    }

    /** col2im of a matrix whose rows all equal {@code row}: adds each element to the pixels of its window. */
    void scatter(double[] row, int first, int end, double[] x, int target) {
        int ow = shape.ow();
        for (int r = 0; r < shape.kh(); r++) {
            for (int s = 0; s < shape.kw(); s++) {
                int from = horizontal.firstOutput(s);
                int to = horizontal.endOutput(s);
                for (int i = first; i < end; i++) {
                    int pixelRow = vertical.position(i, r);
                    if (vertical.isPixel(pixelRow)) {
                        int at = target + pixelRow * shape.iw() + horizontal.position(0, s);
                        add(row, (i - first) * ow, from, to, x, at, shape.sw());
                    }
                }
            }
        }
    }

    private static void add(double[] row, int source, int from, int to, double[] x, int target, int stride) {
        for (int j = from; j < to; j++) {
            x[target + j * stride] += row[source + j];
        }
    }

    /** Index within the plane of the pixel that a tap of window (i, j) reads. */
    int pixel(int i, int j, int tap) {
        return vertical.position(i, tap / shape.kw()) * shape.iw() + horizontal.position(j, tap % shape.kw());
    }

    /** Index within the plane of the first pixel of window (i, j), or −1 if it has none. */
    int firstPixel(int i, int j) {
        int r = vertical.firstTap(i);
        int s = horizontal.firstTap(j);
        return r < 0 || s < 0 ? -1 : vertical.position(i, r) * shape.iw() + horizontal.position(j, s);
    }
}
