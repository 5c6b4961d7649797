package dev.convbench.report;

import dev.convbench.chart.TrendPictures;
import dev.convbench.results.history.Series;
import java.util.Comparator;
import java.util.List;

/** How the benchmarks of the page did over time: those whose level changed first. */
final class TrendSection {
    private static final int MOST = 40;

    private final Html html;
    private final List<Series> series;
    private final double minEffect;

    /**
     * A section.
     *
     * @param html is written to
     * @param series what to draw
     * @param minEffect smallest change of a level that counts
     */
    TrendSection(Html html, List<Series> series, double minEffect) {
        this.html = html;
        this.series = series.stream()
                .sorted(Comparator.comparing(
                        (Series one) -> one.changes(minEffect).isEmpty()))
                .toList();
        this.minEffect = minEffect;
    }

    void write() {
        html.raw("<section id=\"history\"><h2>Over time</h2>\n");
        if (series.isEmpty()) {
            html.element("p", "The history holds none of these benchmarks twice.");
        }
        for (Series one : series.subList(0, Math.min(MOST, series.size()))) {
            html.raw("<figure class=\"chart\">")
                    .raw(Pictures.inline(TrendPictures.of(one, minEffect).svg()));
            html.raw("<button type=\"button\" class=\"save\">Save as SVG</button></figure>\n");
        }
        if (series.size() > MOST) {
            html.element(
                    "p", series.size() - MOST + " more are left out here; convbench history plot draws any of them.");
        }
        html.raw("</section>\n");
    }
}
