package dev.convbench.strategy.strided;

import dev.convbench.op.ConvShape;
import dev.convbench.strategy.Axis;

/** The windows of a convolution: which array the view stands on, and where each tap's two-dimensional view starts. */
final class Windows {
    final Padded padded;
    /** The view, of padded planes or of x itself. */
    final View view;
    /** Start of the view (i, j) of each tap (c, r, s), in the order of the weights. */
    final int[] taps;
    /** Rows and row length of the views (i, j); a single row where they collapse. */
    final int rows;

    final int length;

    private final ConvShape shape;

    /**
     * The windows of a convolution.
     *
     * @param shape the convolution
     * @param copies whether the view stands on padded planes even where x would do
     */
    Windows(ConvShape shape, boolean copies) {
        this.shape = shape;
        padded = new Padded(Axis.rows(shape), Axis.columns(shape));
        view = copies || !padded.isPlain ? padded.view() : padded.plainView();
        taps = new int[shape.icPerGroup() * shape.kh() * shape.kw()];
        for (int k = 0; k < taps.length; k++) {
            int s = k % shape.kw();
            int r = k / shape.kw() % shape.kh();
            int c = k / (shape.kh() * shape.kw());
            taps[k] = view.tap(c, r, s);
        }
        boolean collapses = view.collapses(shape.ow());
        rows = collapses ? 1 : shape.oh();
        length = collapses ? shape.oh() * shape.ow() : shape.ow();
    }

    /** Elements of the padded copy of one group of one image; 0 if the view stands on x. */
    int copyLength() {
        return padded.isPlain ? 0 : shape.icPerGroup() * padded.plane;
    }

    /** The array that the view stands on: x, or the lane, into which one group of one image is copied. */
    double[] base(double[] x, int n, int g, double[] lane) {
        if (padded.isPlain) {
            return x;
        }
        int pixels = shape.ih() * shape.iw();
        int source = (n * shape.ic() + g * shape.icPerGroup()) * pixels;
        for (int c = 0; c < shape.icPerGroup(); c++) {
            padded.copy(x, source + c * pixels, 0, lane, c * padded.plane);
        }
        return lane;
    }

    /** Where in that array the group starts. */
    int start(int n, int g) {
        return padded.isPlain ? (n * shape.ic() + g * shape.icPerGroup()) * shape.ih() * shape.iw() : 0;
    }
}
