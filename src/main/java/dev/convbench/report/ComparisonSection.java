package dev.convbench.report;

import dev.convbench.chart.ComparisonChart;
import dev.convbench.results.Numbers;
import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Line;
import dev.convbench.results.compare.Mismatch;
import dev.convbench.results.compare.Unpaired;
import dev.convbench.results.stats.Interval;
import dev.convbench.results.stats.Outcome;
import java.util.List;
import java.util.Locale;

/** Two runs side by side, with the verdicts of {@code compare}. */
final class ComparisonSection {
    private final Html html;
    private final Comparison comparison;

    ComparisonSection(Html html, Comparison comparison) {
        this.html = html;
        this.comparison = comparison;
    }

    void write() {
        html.raw("<section id=\"comparison\" aria-labelledby=\"comparison-title\">");
        html.element(
                "h2",
                "Comparison: " + comparison.baseline() + " against "
                        + String.join(
                                ", ",
                                comparison
                                        .columns()
                                        .subList(1, comparison.columns().size())),
                "id",
                "comparison-title");
        html.element("p", counts());
        html.open("ul");
        for (Mismatch mismatch : comparison.tolerated()) {
            html.element("li", "differs, and was allowed to: " + mismatch.text());
        }
        comparison.notes().forEach(note -> html.element("li", note));
        html.close("ul");
        ComparisonChart.ratios(comparison)
                .ifPresent(picture -> html.raw("<figure class=\"chart\">")
                        .raw(Pictures.inline(picture.svg()))
                        .raw("<button type=\"button\" class=\"save\">Save as SVG</button></figure>\n"));
        rows();
        unpaired();
        html.raw("</section>\n");
    }

    private String counts() {
        return String.format(
                Locale.ROOT,
                "%d slower, %d faster, %d without a change that counts, %d that cannot be told.",
                comparison.with(Outcome.REGRESSION).size(),
                comparison.with(Outcome.IMPROVEMENT).size(),
                comparison.with(Outcome.NO_CHANGE).size(),
                comparison.with(Outcome.INCONCLUSIVE).size());
    }

    private void rows() {
        html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Rows of the comparison\">")
                .raw("<table class=\"results\"><thead><tr>");
        for (String word :
                new String[] {"what", "metric", "baseline", "candidate", "unit", "time", "interval", "verdict"}) {
            html.open("th", "scope", "col")
                    .open("button", "type", "button", "class", "sort")
                    .text(word);
            html.close("button").close("th");
        }
        html.raw("</tr></thead><tbody>\n");
        List<String> names = ComparisonChart.telling(comparison);
        double confidence = comparison.options().rule().confidence();
        for (Line line : comparison.lines()) {
            html.open("tr")
                    .element("td", ComparisonChart.label(line.row(), names))
                    .element("td", line.metric());
            html.element("td", Numbers.significant(line.base().value()), "class", "n");
            html.element("td", Numbers.significant(line.candidate().value()), "class", "n");
            html.element("td", line.base().unit());
            html.element("td", line.effect() == null ? "" : change(line.effect().logRatio()), "class", "n");
            html.element(
                    "td", line.effect() == null ? "" : interval(line.effect().interval(confidence)), "class", "n");
            html.element("td", ComparisonChart.words(line.outcome()), "class", style(line.outcome()))
                    .close("tr")
                    .raw("\n");
        }
        html.raw(
                        "</tbody></table></div>\n<p class=\"tools\"><button type=\"button\" class=\"csv\">Copy as CSV</button> ")
                .raw("<button type=\"button\" class=\"md\">Copy as Markdown</button></p>\n");
    }

    private static String change(double logRatio) {
        return String.format(Locale.ROOT, "%+.1f %%", Math.expm1(logRatio) * 100);
    }

    private static String interval(Interval interval) {
        return interval.isKnown() ? "[" + change(interval.low()) + ", " + change(interval.high()) + "]" : "";
    }

    private static String style(Outcome outcome) {
        return outcome == Outcome.REGRESSION ? "bad" : outcome == Outcome.IMPROVEMENT ? "good" : "quiet";
    }

    private void unpaired() {
        if (comparison.unpaired().isEmpty()) {
            return;
        }
        html.element("h3", "On one side only").open("ul");
        for (Unpaired row : comparison.unpaired()) {
            String words = switch (row.state()) {
                case MISSING -> "not in " + row.column();
                case ADDED -> "only in " + row.column();
                case FAILED -> "failed in " + row.column();
                case BASELINE_FAILED -> "failed in " + comparison.baseline();
            };
            html.element(
                    "li",
                    ComparisonChart.label(row.row(), comparison.rowDimensions()) + ": " + words
                            + (row.message().isEmpty() ? "" : ", " + row.message()));
        }
        html.close("ul").raw("\n");
    }
}
