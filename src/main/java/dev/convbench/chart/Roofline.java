package dev.convbench.chart;

import java.util.List;

/**
 * What was computed a second against operations a byte, both by their logarithms, below the roofs that the machine showed in the same run
 * (Williams, Waterman and Patterson, Roofline, 2009). Points are numbered; their names stand below.
 */
final class Roofline extends Picture {
    private static final int LEFT = 70;
    private static final int PLOT = 320;
    private static final int AXIS = 46;
    private static final int LINE = 16;
    private static final int ROOF_NAMES = 26;

    private final Headline head;
    private final List<Roof> roofs;
    private final List<Point> points;

    /**
     * A roof.
     *
     * @param name whose it is
     * @param bandwidth 1e9 bytes a second
     * @param peak 1e9 operations a second
     */
    record Roof(String name, double bandwidth, double peak) {}

    /**
     * A point.
     *
     * @param name for the list below
     * @param intensity operations a byte
     * @param speed 1e9 operations a second
     * @param parallel whether several workers did it
     */
    record Point(String name, double intensity, double speed, boolean parallel) {}

    Roofline(Headline head, List<Roof> roofs, List<Point> points) {
        this.head = head;
        this.roofs = List.copyOf(roofs);
        this.points = List.copyOf(points);
    }

    @Override
    Headline head() {
        return head;
    }

    @Override
    int height() {
        return 2 * MARGIN + head.height() + ROOF_NAMES + PLOT + AXIS + LINE * points.size();
    }

    @Override
    void draw(Canvas canvas) {
        int top = head.draw(canvas) + ROOF_NAMES;
        double most = roofs.stream().mapToDouble(Roof::peak).max().orElse(1);
        most = Math.max(most, points.stream().mapToDouble(Point::speed).max().orElse(1)) * 1.5;
        double least = points.stream().mapToDouble(Point::speed).min().orElse(1) / 2;
        double left = points.stream().mapToDouble(Point::intensity).min().orElse(1) / 2;
        double right = points.stream().mapToDouble(Point::intensity).max().orElse(1) * 2;
        for (Roof roof : roofs) {
            left = Math.min(left, roof.peak() / roof.bandwidth() / 4);
            right = Math.max(right, roof.peak() / roof.bandwidth() * 4);
        }
        LogScale x = new LogScale(left, right, LEFT, WIDTH - MARGIN - LEFT);
        LogScale y = new LogScale(least, most, top + PLOT, -PLOT);
        axes(canvas, x, y, top);
        for (Roof roof : roofs) {
            double ridge = roof.peak() / roof.bandwidth();
            double start = Math.max(left, least / roof.bandwidth());
            double peak = y.position(roof.peak());
            double[] xs = {x.position(start), x.position(ridge), x.position(right)};
            double[] ys = {y.position(start * roof.bandwidth()), peak, peak};
            canvas.curve(xs, ys, 1.6, Ink.REFERENCE);
            canvas.text(
                    roof.name(),
                    WIDTH - MARGIN,
                    y.position(roof.peak()) - 5,
                    Canvas.Font.SMALL,
                    Canvas.Anchor.END,
                    Ink.MUTED);
        }
        int below = top + PLOT + AXIS;
        for (int k = 0; k < points.size(); k++) {
            Point point = points.get(k);
            double px = x.position(point.intensity());
            double py = y.position(point.speed());
            String number = Integer.toString(k + 1);
            canvas.dot(px, py, 4.5, point.parallel() ? Ink.SECOND : Ink.FIRST, number + "  " + point.name());
            boolean rightOf = k % 2 == 0;
            canvas.text(
                    number,
                    px + (rightOf ? 7 : -7),
                    py + 4,
                    Canvas.Font.SMALL,
                    rightOf ? Canvas.Anchor.START : Canvas.Anchor.END,
                    Ink.TEXT);
            canvas.text(
                    number + "  " + point.name(),
                    MARGIN,
                    below + k * LINE,
                    Canvas.Font.SMALL,
                    Canvas.Anchor.START,
                    Ink.MUTED);
        }
    }

    private static void axes(Canvas canvas, LogScale x, LogScale y, int top) {
        for (double tick : y.ticks()) {
            double at = y.position(tick);
            canvas.line(LEFT, at, WIDTH - MARGIN, at, 1, false, Ink.GRID);
            canvas.text(LinearScale.label(tick), LEFT - 8.0, at + 4, Canvas.Font.SMALL, Canvas.Anchor.END, Ink.MUTED);
        }
        for (double tick : x.ticks()) {
            double at = x.position(tick);
            canvas.line(at, top, at, top + (double) PLOT, 1, false, Ink.GRID);
            canvas.text(
                    LinearScale.label(tick), at, top + PLOT + 15.0, Canvas.Font.SMALL, Canvas.Anchor.MIDDLE, Ink.MUTED);
        }
        canvas.text(
                "GFLOP/s, padding not counted", MARGIN, top - 8.0, Canvas.Font.SMALL, Canvas.Anchor.START, Ink.MUTED);
        canvas.text(
                "floating point operations a byte of compulsory traffic",
                WIDTH - (double) MARGIN,
                top + PLOT + 30.0,
                Canvas.Font.SMALL,
                Canvas.Anchor.END,
                Ink.MUTED);
    }
}
