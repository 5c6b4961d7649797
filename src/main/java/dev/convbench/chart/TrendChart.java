package dev.convbench.chart;

import dev.convbench.results.Estimate;
import java.util.List;
import java.util.Set;

/** A benchmark over time: estimates with their intervals in order, and where its level changed. */
public final class TrendChart extends Picture {
    private static final int LEFT = 80;
    private static final int PLOT = 200;
    private static final int AXIS = 40;
    private static final int MOST_LABELS = 8;

    private final Headline head;
    private final String unit;
    private final List<Point> points;
    private final Set<Integer> changes;

    /**
     * One measurement.
     *
     * @param label commit or date
     * @param value with its interval, if it has one
     */
    public record Point(String label, Estimate value) {}

    /**
     * A trend.
     *
     * @param title what was measured
     * @param subtitle where and how
     * @param unit of the values
     * @param points in order of time, at least one
     * @param changes indices of the first points after a change
     * @param source what the data was, for machines
     */
    public TrendChart(
            String title, List<String> subtitle, String unit, List<Point> points, Set<Integer> changes, String source) {
        head = new Headline(title, subtitle, List.of(), source);
        this.unit = unit;
        this.points = List.copyOf(points);
        this.changes = Set.copyOf(changes);
    }

    @Override
    Headline head() {
        return head;
    }

    @Override
    int height() {
        return 2 * MARGIN + head.height() + 20 + PLOT + AXIS;
    }

    @Override
    void draw(Canvas canvas) {
        int top = head.draw(canvas) + 20;
        double bottom = top + (double) PLOT;
        double most = points.stream()
                .mapToDouble(point -> point.value().hasInterval()
                        ? Math.min(point.value().high(), point.value().value() * 1.25)
                        : point.value().value())
                .max()
                .orElse(1);
        LinearScale y = LinearScale.of(most, 0, PLOT);
        for (double tick : y.ticks()) {
            double at = bottom - y.length(tick);
            canvas.line(LEFT, at, WIDTH - MARGIN, at, 1, false, Ink.GRID);
            canvas.text(LinearScale.label(tick), LEFT - 8.0, at + 4, Canvas.Font.SMALL, Canvas.Anchor.END, Ink.MUTED);
        }
        canvas.text(unit, MARGIN, top - 8.0, Canvas.Font.SMALL, Canvas.Anchor.START, Ink.MUTED);
        int n = points.size();
        double[] x = new double[n];
        double[] middle = new double[n];
        for (int k = 0; k < n; k++) {
            x[k] = LEFT + 16 + (n == 1 ? 0 : k * (WIDTH - MARGIN - LEFT - 32.0) / (n - 1));
            middle[k] = bottom - y.length(points.get(k).value().value());
        }
        for (int change : changes) {
            double at = (x[change - 1] + x[change]) / 2;
            canvas.line(at, top, at, bottom, 1.3, true, Ink.WARNING);
            canvas.text("changed", at + 4, top + 10.0, Canvas.Font.SMALL, Canvas.Anchor.START, Ink.WARNING);
        }
        canvas.curve(x, middle, 1.4, Ink.FIRST);
        int every = (n + MOST_LABELS - 1) / MOST_LABELS;
        for (int k = 0; k < n; k++) {
            Estimate value = points.get(k).value();
            if (value.hasInterval()) {
                canvas.line(
                        x[k],
                        bottom - y.length(value.low()),
                        x[k],
                        bottom - y.length(value.high()),
                        1.2,
                        false,
                        Ink.FIRST);
            }
            canvas.dot(x[k], middle[k], 3.5, Ink.FIRST, points.get(k).label());
            if (k % every == 0) {
                canvas.text(
                        points.get(k).label(), x[k], bottom + 16, Canvas.Font.SMALL, Canvas.Anchor.MIDDLE, Ink.MUTED);
            }
        }
    }
}
