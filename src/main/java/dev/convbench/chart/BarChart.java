package dev.convbench.chart;

import dev.convbench.results.Numbers;
import java.util.List;

/**
 * Draws panels of horizontal bars below each other: a bar in proportion to its value, its interval as a whisker, its forks
 * as dots, its figures in columns on the right. Each panel has a scale of its own, from 0.
 */
final class BarChart {
    /** Width of the picture: that of the text column of a README. */
    static final int WIDTH = 840;

    /** Left end of the bars. */
    static final double PLOT_X = 180;
    /** Length of the longest possible bar. */
    static final double PLOT_LENGTH = 430;

    private static final int MARGIN = 16;
    private static final int LABEL_END = 172;
    private static final int VALUE_END = 668;
    private static final int ATTAINABLE_END = 762;
    private static final int SPEEDUP_END = WIDTH - MARGIN;
    private static final int TITLE_HEIGHT = 34;
    private static final int LINE = 17;
    private static final int PANEL_HEADER = 46;
    private static final int ROW = 21;
    private static final int BAR = 13;
    private static final int PANEL_FOOTER = 34;
    private static final int LEGEND_HEIGHT = 46;
    private static final int TEXT_DROP = 4;
    private static final double CAP = 3.5;
    private static final double DOT = 2.4;
    private static final double WHISKER_LIMIT = 1.25;
    private static final int LABEL_CHARACTERS = 25;
    private static final int DETAIL_CHARACTERS = 90;
    private static final int LINE_CHARACTERS = 125;

    private final String title;
    private final List<String> subtitle;
    private final List<String> warnings;
    private final String source;
    private final List<BarPanel> panels;

    /**
     * A chart.
     *
     * @param title headline; may be empty
     * @param subtitle where, with what and when; long text is wrapped
     * @param warnings what a reader must know before believing it; wrapped
     * @param source what the data was, for machines
     * @param panels at least one, each with at least one value
     */
    BarChart(String title, List<String> subtitle, List<String> warnings, String source, List<BarPanel> panels) {
        this.title = title;
        this.subtitle = TextLines.wrapped(subtitle, LINE_CHARACTERS);
        this.warnings = TextLines.wrapped(warnings, LINE_CHARACTERS);
        this.source = source;
        this.panels = List.copyOf(panels);
    }

    /** The picture as a document. */
    String draw() {
        int top = MARGIN + (title.isEmpty() ? 0 : TITLE_HEIGHT) + LINE * (subtitle.size() + warnings.size());
        int height = top + LEGEND_HEIGHT;
        for (BarPanel panel : panels) {
            height += height(panel);
        }
        Svg svg = new Svg(WIDTH, height);
        svg.text("title", title.isEmpty() ? panels.get(0).title() : title)
                .text("desc", String.join(" ", subtitle))
                .text("metadata", source);
        svg.text("style", "\n" + Theme.CSS);
        svg.leaf("rect", "class", "ground", "width", WIDTH, "height", height);
        header(svg);
        int y = top;
        for (BarPanel panel : panels) {
            draw(svg, panel, y);
            y += height(panel);
        }
        legend(svg, y);
        return svg.document();
    }

    private static int height(BarPanel panel) {
        return PANEL_HEADER + ROW * panel.bars().size() + PANEL_FOOTER;
    }

    private void header(Svg svg) {
        int y = MARGIN;
        if (!title.isEmpty()) {
            y += LINE;
            svg.text("text", title, "class", "title", "x", MARGIN, "y", y);
            y += 4;
        }
        for (String line : subtitle) {
            y += LINE;
            svg.text("text", line, "class", "muted", "x", MARGIN, "y", y);
        }
        for (String line : warnings) {
            y += LINE;
            svg.text("text", line, "class", "warning", "x", MARGIN, "y", y);
        }
    }

    private static void draw(Svg svg, BarPanel panel, int top) {
        svg.open("g");
        svg.text("text", panel.title(), "class", "panel", "x", MARGIN, "y", top + 16);
        int columns = top + 35;
        svg.text("text", shortened(panel.detail(), DETAIL_CHARACTERS), "class", "muted", "x", MARGIN, "y", columns);
        column(svg, panel.unit(), VALUE_END, columns);
        column(svg, "% of attainable", ATTAINABLE_END, columns);
        column(svg, "vs naive", SPEEDUP_END, columns);

        double largest = panel.bars().stream()
                .mapToDouble(bar -> bar.extent(WHISKER_LIMIT))
                .max()
                .orElse(0);
        LinearScale scale = LinearScale.of(largest, PLOT_X, PLOT_LENGTH);
        int first = top + PANEL_HEADER;
        int last = first + ROW * panel.bars().size();
        for (double tick : scale.ticks()) {
            double x = scale.position(tick);
            svg.leaf("line", "class", "grid", "x1", x, "y1", first - 2, "x2", x, "y2", last);
            svg.text("text", LinearScale.label(tick), "class", "muted middle", "x", x, "y", last + 13);
        }
        int y = first;
        for (BarPanel.Bar bar : panel.bars()) {
            draw(svg, bar, panel.unit(), scale, y + ROW / 2.0);
            y += ROW;
        }
        svg.close();
    }

    private static void column(Svg svg, String text, int end, int y) {
        svg.text("text", text, "class", "muted end", "x", end, "y", y);
    }

    private static void draw(Svg svg, BarPanel.Bar bar, String unit, LinearScale scale, double middle) {
        double baseline = middle + TEXT_DROP;
        svg.open("g");
        svg.text("title", hint(bar, unit));
        String label = shortened(bar.label(), LABEL_CHARACTERS);
        svg.text("text", label, "class", "end", "x", LABEL_END, "y", baseline);
        if (!bar.value().exists()) {
            svg.text("text", "failed", "class", "end", "x", VALUE_END, "y", baseline);
            svg.close();
            return;
        }
        svg.leaf(
                "rect",
                "class",
                bar.kind().style(),
                "x",
                PLOT_X,
                "y",
                middle - BAR / 2.0,
                "width",
                scale.length(bar.value().value()),
                "height",
                BAR);
        whisker(svg, bar, scale, middle);
        for (double fork : bar.forks()) {
            svg.leaf("circle", "class", "fork", "cx", scale.position(fork), "cy", middle, "r", DOT);
        }
        figure(svg, Numbers.significant(bar.value().value()), VALUE_END, baseline);
        figure(svg, percent(bar), ATTAINABLE_END, baseline);
        figure(svg, Numbers.factor(bar.speedup()), SPEEDUP_END, baseline);
        svg.close();
    }

    /** The interval; an end beyond the scale has no cap. */
    private static void whisker(Svg svg, BarPanel.Bar bar, LinearScale scale, double middle) {
        if (!bar.value().hasInterval()) {
            return;
        }
        double low = scale.position(bar.value().low());
        double high = scale.position(bar.value().high());
        svg.leaf("line", "class", "whisker", "x1", low, "y1", middle, "x2", high, "y2", middle);
        svg.leaf("line", "class", "whisker", "x1", low, "y1", middle - CAP, "x2", low, "y2", middle + CAP);
        if (bar.value().high() <= scale.max()) {
            svg.leaf("line", "class", "whisker", "x1", high, "y1", middle - CAP, "x2", high, "y2", middle + CAP);
        }
    }

    private static void figure(Svg svg, String text, int end, double baseline) {
        svg.text("text", text, "class", "end", "x", end, "y", baseline);
    }

    private static String percent(BarPanel.Bar bar) {
        return Double.isNaN(bar.attainable()) ? "-" : Numbers.percent(bar.attainable()) + " %";
    }

    private static String hint(BarPanel.Bar bar, String unit) {
        if (!bar.value().exists()) {
            return bar.label() + ": failed";
        }
        String interval = bar.value().hasInterval() ? " " + Numbers.interval(bar.value()) : "";
        return bar.label() + ": " + Numbers.significant(bar.value().value()) + interval + " " + unit + ", "
                + bar.value().forks() + (bar.value().forks() == 1 ? " fork" : " forks");
    }

    private static void legend(Svg svg, int top) {
        double middle = top + 8;
        double baseline = middle + TEXT_DROP;
        double x = MARGIN;
        String[][] kinds = {
            {BarPanel.Kind.SERIAL.style(), "one worker", "100"},
            {BarPanel.Kind.PARALLEL.style(), "parallel, ×N with N workers", "190"},
            {BarPanel.Kind.NAIVE.style(), "naive, the reference", "150"}
        };
        for (String[] kind : kinds) {
            svg.leaf("rect", "class", kind[0], "x", x, "y", middle - 5, "width", 10, "height", 10);
            svg.text("text", kind[1], "class", "muted", "x", x + 15, "y", baseline);
            x += Integer.parseInt(kind[2]);
        }
        svg.leaf("circle", "class", "fork", "cx", x + 5, "cy", middle, "r", DOT);
        svg.text("text", "one fork (JVM)", "class", "muted", "x", x + 13, "y", baseline);
        x += 115;
        svg.leaf("line", "class", "whisker", "x1", x, "y1", middle, "x2", x + 18, "y2", middle);
        svg.leaf("line", "class", "whisker", "x1", x, "y1", middle - CAP, "x2", x, "y2", middle + CAP);
        svg.leaf("line", "class", "whisker", "x1", x + 18, "y1", middle - CAP, "x2", x + 18, "y2", middle + CAP);
        svg.text("text", "95 % interval of the forks", "class", "muted", "x", x + 25, "y", baseline);
    }

    private static String shortened(String text, int characters) {
        return text.length() <= characters ? text : text.substring(0, characters - 1) + "…";
    }
}
