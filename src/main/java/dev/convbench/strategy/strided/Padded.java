package dev.convbench.strategy.strided;

import dev.convbench.strategy.Axis;
import java.util.Arrays;

/** The part of the padded image that windows visit: its geometry, copies of planes into it and back, and the view of it. */
final class Padded {
    /** Rows. */
    final int height;
    /** Columns. */
    final int width;
    /** Elements of a plane. */
    final int plane;
    /** Whether windows visit pixels only, so that the view can stand on the image itself. */
    final boolean isPlain;

    private final Axis rows;
    private final Axis columns;

    Padded(Axis rows, Axis columns) {
        this.rows = rows;
        this.columns = columns;
        height = rows.span();
        width = columns.span();
        plane = height * width;
        isPlain = rows.pad() == 0 && columns.pad() == 0 && height <= rows.in() && width <= columns.in();
    }

    /** Elements of a plane, in a type that holds them. */
    static double planeLength(Axis rows, Axis columns) {
        return (double) rows.span() * columns.span();
    }

    /** The windows as a view of padded planes. */
    View view() {
        return view(width, plane);
    }

    /** The windows as a view of the image itself; only if {@link #isPlain}. */
    View plainView() {
        return view(columns.in(), rows.in() * columns.in());
    }

    private View view(int pitch, int channel) {
        return new View(channel, rows.stride() * pitch, columns.stride(), rows.dilation() * pitch, columns.dilation());
    }

    /** Copies a plane of the image between filler. */
    void copy(double[] image, int source, double filler, double[] padded, int target) {
        int first = Math.min(width, columns.pad());
        int end = Math.max(first, Math.min(width, columns.pad() + columns.in()));
        for (int u = 0; u < height; u++) {
            int row = u - rows.pad();
            int at = target + u * width;
            if (rows.isPixel(row) && first < end) {
                Arrays.fill(padded, at, at + first, filler);
                System.arraycopy(image, source + row * columns.in(), padded, at + first, end - first);
                Arrays.fill(padded, at + end, at + width, filler);
            } else {
                Arrays.fill(padded, at, at + width, filler);
            }
        }
    }

    /** The adjoint of {@link #copy}: crops a padded plane to the image; pixels that no window visits become zero. */
    void crop(double[] padded, int source, double[] image, int target) {
        int end = Math.min(columns.in(), width - columns.pad());
        for (int row = 0; row < rows.in(); row++) {
            int u = row + rows.pad();
            int at = target + row * columns.in();
            if (u < height && end > 0) {
                System.arraycopy(padded, source + u * width + columns.pad(), image, at, end);
                Arrays.fill(image, at + end, at + columns.in(), 0);
            } else {
                Arrays.fill(image, at, at + columns.in(), 0);
            }
        }
    }
}
