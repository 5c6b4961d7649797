package dev.convbench.strategy.strided;

import dev.convbench.op.PoolShape;
import dev.convbench.strategy.Axis;

/** The windows of a pooling as a view of a padded copy of one plane, or of x itself where nothing is padded. */
final class PoolWindows {
    final Padded padded;
    /** The view, of the padded plane or of x. */
    final View view;
    /**
     * Whether windows tile the input: neither gaps nor overlaps nor rest. The view is then a reshape of x to (oh, kh, ow,
     * kw).
     */
    final boolean tile;

    private final PoolShape shape;
    private final Axis rows;
    private final Axis columns;

    /**
     * The windows of a pooling.
     *
     * @param shape the pooling
     * @param copies whether the view stands on a padded plane even where x would do
     */
    PoolWindows(PoolShape shape, boolean copies) {
        this.shape = shape;
        rows = Axis.rows(shape);
        columns = Axis.columns(shape);
        padded = new Padded(rows, columns);
        view = copies || !padded.isPlain ? padded.view() : padded.plainView();
        tile = padded.isPlain && tiles(rows) && tiles(columns);
    }

    private static boolean tiles(Axis axis) {
        return axis.taps() == axis.stride() && axis.dilation() == 1 && axis.out() * axis.taps() == axis.in();
    }

    /** Elements of the padded copy of one plane; 0 if the view stands on x. */
    int copyLength() {
        return padded.isPlain ? 0 : padded.plane;
    }

    /** The array that the view stands on: x, or the lane, into which the plane is copied. */
    double[] base(double[] x, int plane, double filler, double[] lane) {
        if (padded.isPlain) {
            return x;
        }
        padded.copy(x, plane * shape.ih() * shape.iw(), filler, lane, 0);
        return lane;
    }

    /** Where in that array the plane starts. */
    int start(int plane) {
        return padded.isPlain ? plane * shape.ih() * shape.iw() : 0;
    }

    /** Index within the image plane of the pixel that tap (r, s) of window (i, 0) reads. */
    int pixel(int i, int r, int s) {
        return rows.position(i, r) * shape.iw() + columns.position(0, s);
    }

    /** Index within the image plane of the first pixel of window (i, j), or −1 if it has none. */
    int firstPixel(int i, int j) {
        int r = rows.firstTap(i);
        int s = columns.firstTap(j);
        return r < 0 || s < 0 ? -1 : rows.position(i, r) * shape.iw() + columns.position(j, s);
    }
}
