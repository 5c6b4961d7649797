package dev.convbench.cli;

import dev.convbench.chart.TrainingCurves;
import dev.convbench.nn.notebook.Cell;
import dev.convbench.nn.notebook.Check;
import dev.convbench.nn.notebook.Curves;
import dev.convbench.nn.notebook.Timing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The notebook as one page that needs nothing else: the speed-ups first, then the cells with their checks and plots. */
final class NotebookPage {
    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{font:15px/1.5 system-ui,sans-serif;max-width:900px;margin:2em auto;padding:0 1em;
              color:light-dark(#1f2328,#e6edf3);background:light-dark(#fff,#0d1117)}
            h1{font-size:1.7em;margin-bottom:.2em} h2{font-size:1.15em;margin:2em 0 .4em}
            h3{font-size:1em;margin:1.2em 0 .3em}
            .muted{color:light-dark(#59636e,#9198a1)} .num{color:light-dark(#59636e,#9198a1);font-weight:normal}
            table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
            th{font-weight:600;text-align:left} th,td{padding:.2em .7em .2em 0;vertical-align:top;
              border-bottom:1px solid light-dark(#d1d9e0,#3d444d)}
            td.r,th.r{text-align:right;white-space:nowrap} .ok{color:light-dark(#1a7f37,#3fb950)}
            .bad{color:light-dark(#d1242f,#f85149);font-weight:600}
            .bar{height:.75em;border-radius:2px;background:light-dark(#0969da,#4493f8);margin-top:.4em;min-width:2px}
            td.w{width:40%} pre{margin:.3em 0;white-space:pre-wrap} svg{max-width:100%;height:auto}
            """;

    private final List<String> head;
    private final List<Cell> cells;
    private final StringBuilder page = new StringBuilder();

    /**
     * A page.
     *
     * @param head what was replayed on what
     * @param cells in order
     */
    NotebookPage(List<String> head, List<Cell> cells) {
        this.head = head;
        this.cells = cells;
    }

    /** The whole document. */
    String html() {
        page.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
                .append("<title>The notebook, replayed</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n<body>\n<h1>The notebook, replayed</h1>\n");
        long checks = cells.stream().mapToLong(cell -> cell.checks().size()).sum();
        long failed = cells.stream()
                .flatMap(cell -> cell.checks().stream())
                .filter(check -> !check.passed())
                .count();
        page.append("<p>")
                .append(cells.size())
                .append(" cells, ")
                .append(checks)
                .append(" checks: ");
        page.append(
                failed == 0
                        ? "<span class=\"ok\">all limits hold</span>"
                        : "<span class=\"bad\">" + failed + " fail</span>");
        page.append("</p>\n<p class=\"muted\">")
                .append(String.join(
                        "<br>\n", head.stream().map(NotebookPage::escaped).toList()))
                .append("</p>\n");
        speedUps();
        for (int k = 0; k < cells.size(); k++) {
            cell(k + 1, cells.get(k));
        }
        return page.append("</body>\n</html>\n").toString();
    }

    /** The headline: naive against fast, for every strategy. */
    private void speedUps() {
        Map<String, List<Timing>> byOperation = new LinkedHashMap<>();
        for (Cell cell : cells) {
            for (Timing timing : cell.timings()) {
                byOperation
                        .computeIfAbsent(timing.operation(), name -> new ArrayList<>())
                        .add(timing);
            }
        }
        if (byOperation.isEmpty()) {
            return;
        }
        page.append(
                        "<h2>How many times faster than naive</h2>\n<p class=\"muted\">Middle times of a few runs in one JVM,")
                .append(" to look at; the benchmarks give figures to quote. Bars are logarithmic.</p>\n");
        byOperation.forEach(this::speedUps);
    }

    private void speedUps(String operation, List<Timing> timings) {
        List<Timing> fastestFirst = new ArrayList<>(timings);
        fastestFirst.sort((a, b) -> Double.compare(a.millis(), b.millis()));
        double longest = Math.log(Math.max(2, fastestFirst.get(0).speedUp()));
        page.append("<h3>")
                .append(escaped(operation))
                .append("</h3>\n<table>\n<tr><th>strategy<th class=\"r\">ms<th class=\"r\">speed-up<th></tr>\n");
        for (Timing timing : fastestFirst) {
            double width = Math.max(0, 100 * Math.log(Math.max(1, timing.speedUp())) / longest);
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s<td class=\"r\">%.3f<td class=\"r\">%.1f<td class=\"w\">"
                            + "<div class=\"bar\" style=\"width:%.1f%%\"></div></tr>%n",
                    escaped(timing.strategy()),
                    timing.millis(),
                    timing.speedUp(),
                    width));
        }
        page.append("</table>\n");
    }

    private void cell(int number, Cell cell) {
        page.append(String.format(
                Locale.ROOT,
                "<h2><span class=\"num\">[%d]</span> %s <span class=\"num\">%.2f s</span></h2>%n",
                number,
                escaped(cell.title()),
                cell.seconds()));
        if (!cell.lines().isEmpty()) {
            page.append("<pre>")
                    .append(escaped(String.join("\n", cell.lines())))
                    .append("</pre>\n");
        }
        if (!cell.checks().isEmpty()) {
            page.append("<table>\n<tr><th>check<th class=\"r\">figure<th class=\"r\">limit<th>notebook<th></tr>\n");
            cell.checks().forEach(this::check);
            page.append("</table>\n");
        }
        if (cell.curves() != null) {
            Curves curves = cell.curves();
            page.append(new TrainingCurves(
                            cell.title(),
                            cell.lines(),
                            curves.losses(),
                            curves.trainAccuracies(),
                            curves.valAccuracies(),
                            curves.firstEpoch(),
                            curves.classes())
                    .svg());
        }
    }

    private void check(Check check) {
        page.append("<tr><td>")
                .append(escaped(check.name()))
                .append("<td class=\"r\">")
                .append(NotebookReport.figure(check.value()))
                .append("<td class=\"r\">")
                .append(check.kind().sign())
                .append(' ')
                .append(NotebookReport.limit(check.limit()))
                .append("<td>")
                .append(check.about().isEmpty() ? "" : "about " + escaped(check.about()))
                .append(check.passed() ? "<td class=\"ok\">holds" : "<td class=\"bad\">fails")
                .append("</tr>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
