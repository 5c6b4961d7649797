package dev.convbench.chart;

import dev.convbench.results.Numbers;
import java.util.Comparator;
import java.util.List;

/** How many times as fast some workers are as one, a line a strategy and operation, below the line of perfect scaling. */
final class Scaling extends Picture {
    private static final int LEFT = 60;
    private static final int RIGHT = 440;
    private static final int PLOT = 280;
    private static final int AXIS = 40;
    private static final int LEGEND_LINE = 15;

    private final Headline head;
    private final List<Line> lines;

    /**
     * A line.
     *
     * @param name strategy and operation
     * @param workers from few to many
     * @param speedups by workers
     */
    record Line(String name, int[] workers, double[] speedups) {
        double last() {
            return speedups[speedups.length - 1];
        }
    }

    Scaling(Headline head, List<Line> lines) {
        this.head = head;
        this.lines = lines.stream()
                .sorted(Comparator.comparingDouble(Line::last).reversed())
                .toList();
    }

    @Override
    Headline head() {
        return head;
    }

    @Override
    int height() {
        return 2 * MARGIN + head.height() + Math.max(PLOT + AXIS, LEGEND_LINE * lines.size() + AXIS);
    }

    @Override
    void draw(Canvas canvas) {
        int top = head.draw(canvas) + 10;
        int most = lines.stream()
                .mapToInt(line -> line.workers()[line.workers().length - 1])
                .max()
                .orElse(1);
        double highest =
                Math.max(most, lines.stream().mapToDouble(Line::last).max().orElse(1));
        LinearScale y = LinearScale.of(highest, 0, PLOT);
        double width = WIDTH - RIGHT - LEFT;
        double bottom = top + PLOT;
        for (double tick : y.ticks()) {
            double at = bottom - y.length(tick);
            canvas.line(LEFT, at, LEFT + width, at, 1, false, Ink.GRID);
            canvas.text(LinearScale.label(tick), LEFT - 8.0, at + 4, Canvas.Font.SMALL, Canvas.Anchor.END, Ink.MUTED);
        }
        for (int workers = 1; workers <= most; workers++) {
            canvas.text(
                    Integer.toString(workers),
                    x(workers, most, width),
                    bottom + 15,
                    Canvas.Font.SMALL,
                    Canvas.Anchor.MIDDLE,
                    Ink.MUTED);
        }
        canvas.text("workers", LEFT + width, bottom + 30, Canvas.Font.SMALL, Canvas.Anchor.END, Ink.MUTED);
        canvas.line(
                x(1, most, width),
                bottom - y.length(1),
                x(most, most, width),
                bottom - y.length(most),
                1.2,
                true,
                Ink.REFERENCE);
        for (int k = 0; k < lines.size(); k++) {
            Line line = lines.get(k);
            double[] xs = new double[line.workers().length];
            double[] ys = new double[xs.length];
            for (int i = 0; i < xs.length; i++) {
                xs[i] = x(line.workers()[i], most, width);
                ys[i] = bottom - y.length(line.speedups()[i]);
            }
            Ink ink = k % 2 == 0 ? Ink.FIRST : Ink.SECOND;
            canvas.curve(xs, ys, 1.6, ink);
            int end = xs.length - 1;
            canvas.dot(xs[end], ys[end], 3.5, ink, line.name() + " " + Numbers.factor(line.last()));
            double at = top + 8.0 + k * LEGEND_LINE;
            canvas.line(xs[end] + 5, ys[end], LEFT + width + 44, at - 4, 0.7, false, Ink.GRID);
            canvas.text(
                    Numbers.factor(line.last()) + "  " + line.name(),
                    LEFT + width + 48,
                    at,
                    Canvas.Font.SMALL,
                    Canvas.Anchor.START,
                    Ink.TEXT);
        }
    }

    private static double x(int workers, int most, double width) {
        return LEFT + (most == 1 ? 0 : (workers - 1.0) / (most - 1) * width);
    }
}
