package dev.convbench.chart;

import java.util.List;
import java.util.Locale;

/** A comparison: the ratio of the times of each row with its interval, 1 being equal, with the verdict in words. */
final class RatioPlot extends Picture {
    private static final int LABEL_END = 400;
    private static final int PLOT_END = 640;
    private static final int ROW = 20;
    private static final int HEADER = 30;
    private static final int FOOTER = 24;
    private static final int LABEL_CHARACTERS = 62;
    /** Ratios up to this factor have room even if all are nearer to 1. */
    private static final double LEAST = 1.05;

    private final Headline head;
    private final List<Row> rows;

    /**
     * A row.
     *
     * @param label what was compared
     * @param ratio time of the candidate over that of the baseline
     * @param low lower end of its interval; 0 if unknown
     * @param high upper end; infinite if unknown
     * @param verdict in words
     * @param ink colour of the verdict
     */
    record Row(String label, double ratio, double low, double high, String verdict, Ink ink) {}

    RatioPlot(Headline head, List<Row> rows) {
        this.head = head;
        this.rows = List.copyOf(rows);
    }

    @Override
    Headline head() {
        return head;
    }

    @Override
    int height() {
        return 2 * MARGIN + head.height() + HEADER + ROW * rows.size() + FOOTER;
    }

    @Override
    void draw(Canvas canvas) {
        int top = head.draw(canvas) + HEADER;
        double reach = LEAST;
        for (Row row : rows) {
            reach = Math.max(reach, Math.max(row.ratio(), 1 / row.ratio()) * 1.1);
        }
        LogScale x = new LogScale(1 / reach, reach, LABEL_END + 16.0, PLOT_END - LABEL_END - 32.0);
        double bottom = top + (double) ROW * rows.size();
        double one = x.position(1);
        canvas.line(one, top - 4.0, one, bottom, 1.2, true, Ink.REFERENCE);
        canvas.text("faster", one - 8, top - 10.0, Canvas.Font.SMALL, Canvas.Anchor.END, Ink.MUTED);
        canvas.text("slower", one + 8, top - 10.0, Canvas.Font.SMALL, Canvas.Anchor.START, Ink.MUTED);
        for (double end : new double[] {1 / reach, reach}) {
            canvas.text(percent(end), x.position(end), bottom + 14, Canvas.Font.SMALL, Canvas.Anchor.MIDDLE, Ink.MUTED);
        }
        double y = top + ROW / 2.0;
        for (Row row : rows) {
            String label = row.label().length() <= LABEL_CHARACTERS
                    ? row.label()
                    : row.label().substring(0, LABEL_CHARACTERS - 1) + "…";
            canvas.text(label, LABEL_END, y + 4, Canvas.Font.SMALL, Canvas.Anchor.END, Ink.TEXT);
            canvas.line(
                    x.position(Math.max(row.low(), 1 / reach)),
                    y,
                    x.position(Math.min(row.high(), reach)),
                    y,
                    1.4,
                    false,
                    row.ink());
            canvas.dot(x.position(row.ratio()), y, 4, row.ink(), row.label() + ": " + percent(row.ratio()));
            canvas.text(
                    percent(row.ratio()) + "  " + row.verdict(),
                    PLOT_END,
                    y + 4,
                    Canvas.Font.SMALL,
                    Canvas.Anchor.START,
                    row.ink() == Ink.REFERENCE ? Ink.MUTED : row.ink());
            y += ROW;
        }
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, "%+.1f %%", (ratio - 1) * 100);
    }
}
