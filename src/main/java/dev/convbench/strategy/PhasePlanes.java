package dev.convbench.strategy;

import dev.convbench.gemm.Deinterleave;
import dev.convbench.op.ConvShape;
import dev.convbench.simd.VectorModule;
import java.util.Arrays;

/**
 * The padded input plane, de-interleaved by stride. Plane (a, b) holds padded pixels (u·sh + a, v·sw + b) at (u, v), so
 * that tap (r, s) of output (i, j) is pixel (i + r·dh / sh, j + s·dw / sw) of plane (r·dh mod sh, s·dw mod sw). All planes
 * have one pitch: on a plane walked as one run, output (i, j) is place i·pitch + j and each tap is a fixed offset. Places
 * with j ≥ ow are walked too and hold nothing of use.
 */
public final class PhasePlanes {
    /** Distance between two rows of a plane: ow plus the largest horizontal offset. */
    public final int pitch;
    /** Rows of a plane: oh plus the largest vertical offset. */
    public final int height;
    /** Elements of one plane. */
    public final int plane;
    /** Vertical phases r·dh mod sh that some tap has, ascending. */
    public final int[] rowPhases;
    /** Horizontal phases s·dw mod sw that some tap has, ascending. */
    public final int[] columnPhases;
    /** Elements of all planes of one channel. */
    public final int channel;

    private final ConvShape shape;
    private final Axis rows;
    private final Axis columns;
    private final boolean vectors;

    /**
     * Planes for a shape.
     *
     * @param shape the convolution
     * @param vectors whether to copy with vectors where the JVM has them
     */
    public PhasePlanes(ConvShape shape, boolean vectors) {
        this.shape = shape;
        this.vectors = vectors && VectorModule.isUsable();
        rows = Axis.rows(shape);
        columns = Axis.columns(shape);
        pitch = extent(columns);
        height = extent(rows);
        plane = pitch * height;
        rowPhases = phases(rows);
        columnPhases = phases(columns);
        channel = plane * rowPhases.length * columnPhases.length;
    }

    /** Elements of the planes of one channel. */
    public static long channelLength(ConvShape shape) {
        Axis rows = Axis.rows(shape);
        Axis columns = Axis.columns(shape);
        double phases = (double) Math.min(rows.taps(), rows.stride()) * Math.min(columns.taps(), columns.stride());
        return (long) Math.min(Long.MAX_VALUE, phases * extent(rows) * extent(columns));
    }

    private static int extent(Axis axis) {
        return axis.out() + (axis.taps() - 1) * axis.dilation() / axis.stride();
    }

    private static int[] phases(Axis axis) {
        int[] found = new int[Math.min(axis.taps(), axis.stride())];
        int count = 0;
        for (int tap = 0; tap < axis.taps() && count < found.length; tap++) {
            int phase = tap * axis.dilation() % axis.stride();
            if (indexOf(found, count, phase) < 0) {
                found[count++] = phase;
            }
        }
        int[] phases = Arrays.copyOf(found, count);
        Arrays.sort(phases);
        return phases;
    }

    private static int indexOf(int[] values, int count, int value) {
        for (int k = 0; k < count; k++) {
            if (values[k] == value) {
                return k;
            }
        }
        return -1;
    }

    /** Places that a walk over all outputs visits. */
    public int run() {
        return (shape.oh() - 1) * pitch + shape.ow();
    }

    /** Number of planes of a channel. */
    public int planes() {
        return rowPhases.length * columnPhases.length;
    }

    /** Index of the plane that holds tap (r, s). */
    public int planeOf(int r, int s) {
        return Arrays.binarySearch(rowPhases, r * rows.dilation() % rows.stride()) * columnPhases.length
                + Arrays.binarySearch(columnPhases, s * columns.dilation() % columns.stride());
    }

    /** Offset of tap (r, s) within its plane. */
    public int offset(int r, int s) {
        return r * rows.dilation() / rows.stride() * pitch + s * columns.dilation() / columns.stride();
    }

    /** Rows of a plane that {@code count} rows of outputs read. */
    public int rowsRead(int count) {
        return count + height - shape.oh();
    }

    /** The largest offset of a tap. */
    public int maxOffset() {
        return (height - shape.oh()) * pitch + pitch - shape.ow();
    }

    /** Copies one channel of x, from {@code source} on, into its planes at {@code target}. */
    public void copy(double[] x, int source, double[] planes, int target) {
        copy(x, source, 0, height, planes, target);
    }

    /**
     * Copies some rows of the planes of one channel; they stand one plane behind the other.
     *
     * @param x holds the channel
     * @param source where it starts
     * @param first first row of each plane
     * @param count rows of each plane
     * @param planes receives the rows
     * @param target from here on
     */
    public void copy(double[] x, int source, int first, int count, double[] planes, int target) {
        int at = target;
        for (int a : rowPhases) {
            for (int b : columnPhases) {
                for (int u = first; u < first + count; u++) {
                    int row = u * shape.sh() + a - shape.padTop();
                    if (rows.isPixel(row)) {
                        copyRow(x, source + row * shape.iw(), b, planes, at);
                    } else {
                        Arrays.fill(planes, at, at + pitch, 0);
                    }
                    at += pitch;
                }
            }
        }
    }

    private void copyRow(double[] x, int source, int phase, double[] planes, int target) {
        int sw = shape.sw();
        int first = firstPixel(phase);
        int end = endPixel(phase);
        int from = source + phase - shape.padLeft();
        Arrays.fill(planes, target, target + first, 0);
        if (sw == 1 && first < end) {
            System.arraycopy(x, from + first, planes, target + first, end - first);
        } else if (sw == 2 && vectors) {
            Deinterleave.everySecond(x, from + 2 * first, planes, target + first, end - first);
        } else {
            for (int v = first; v < end; v++) {
                planes[target + v] = x[from + v * sw];
            }
        }
        Arrays.fill(planes, target + end, target + pitch, 0);
    }

    /**
     * Writes part of a plane back to the pixels of one channel that it stands for.
     *
     * @param strip holds the part, from {@code at} on
     * @param at where it starts there
     * @param index which plane of the channel
     * @param from first place of the part
     * @param length number of places
     * @param x receives the pixels
     * @param target start of the channel in x
     */
    public void restore(double[] strip, int at, int index, int from, int length, double[] x, int target) {
        int a = rowPhases[index / columnPhases.length];
        int b = columnPhases[index % columnPhases.length];
        int sw = shape.sw();
        for (int u = from / pitch; u * pitch < from + length; u++) {
            int row = u * shape.sh() + a - shape.padTop();
            if (rows.isPixel(row)) {
                int first = Math.max(firstPixel(b), from - u * pitch);
                int end = Math.min(endPixel(b), from + length - u * pitch);
                int source = at + u * pitch - from;
                int to = target + row * shape.iw() + b - shape.padLeft();
                for (int v = first; v < end; v++) {
                    x[to + v * sw] = strip[source + v];
                }
            }
        }
    }

    /** First column of a plane of that horizontal phase that is a pixel, at most the pitch. */
    private int firstPixel(int phase) {
        int shift = phase - shape.padLeft();
        return shift >= 0 ? 0 : Math.min(pitch, (-shift - 1) / shape.sw() + 1);
    }

    /** Behind the last column of a plane of that horizontal phase that is a pixel; at least the first. */
    private int endPixel(int phase) {
        int room = shape.iw() - 1 - (phase - shape.padLeft());
        int end = room < 0 ? 0 : Math.min(pitch, room / shape.sw() + 1);
        return Math.max(firstPixel(phase), end);
    }
}
