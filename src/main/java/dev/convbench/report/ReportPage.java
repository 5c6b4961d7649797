package dev.convbench.report;

import dev.convbench.chart.Picture;
import dev.convbench.results.Configuration;
import dev.convbench.results.compare.Comparison;
import dev.convbench.results.history.Series;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs as one HTML file that needs nothing else. Texts from results are escaped; a content-security policy lets the one script and the one
 * style sheet of this program run, by their hashes, and nothing else.
 */
public final class ReportPage {
    private final List<Subject> subjects;
    private final Comparison comparison;
    private final String comparisonRefused;
    private final List<Series> history;
    private final double minEffect;

    /**
     * A page without history.
     *
     * @param subjects at least one
     * @param comparison of two of them; null without one
     * @param comparisonRefused why two runs are not compared; null otherwise
     */
    public ReportPage(List<Subject> subjects, Comparison comparison, String comparisonRefused) {
        this(subjects, comparison, comparisonRefused, null, 0);
    }

    private ReportPage(
            List<Subject> subjects,
            Comparison comparison,
            String comparisonRefused,
            List<Series> history,
            double minEffect) {
        this.subjects = List.copyOf(subjects);
        this.comparison = comparison;
        this.comparisonRefused = comparisonRefused;
        this.history = history;
        this.minEffect = minEffect;
    }

    /**
     * The same page with how its benchmarks did over time.
     *
     * @param all series of a history; those of other benchmarks and those of a single point are left out
     * @param smallest change of a level that counts, 0.03 being 3 %
     */
    public ReportPage withHistory(List<Series> all, double smallest) {
        Set<String> shown = subjects.stream()
                .flatMap(subject -> subject.report().run().document().configurations().stream())
                .map(Configuration::key)
                .collect(Collectors.toSet());
        List<Series> fitting = all.stream()
                .filter(series -> series.points().size() > 1
                        && shown.contains(series.key().benchmark()))
                .toList();
        return new ReportPage(subjects, comparison, comparisonRefused, fitting, smallest);
    }

    /** The whole document. */
    public String html() {
        String style = "\n" + resource("page.css") + "/* page ends */\n" + Picture.styleSheet();
        String script = "\n" + resource("page.js");
        String title = subjects.size() == 1 ? subjects.get(0).name() : subjects.size() + " runs";
        Html html = new Html();
        html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
                        + "form-action 'none'; style-src 'sha256-" + hash(style) + "'; script-src 'sha256-"
                        + hash(script) + "'\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
                .element("title", title + " · convbench")
                .raw("\n<style id=\"style\">")
                .raw(style)
                .raw("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the results</a>\n<header>")
                .element("h1", title);
        contents(html);
        html.raw("</header>\n");
        filters(html);
        html.raw("<main id=\"main\">\n");
        if (comparison != null) {
            new ComparisonSection(html, comparison).write();
        } else if (comparisonRefused != null) {
            html.raw("<section id=\"comparison\"><h2>Comparison</h2>")
                    .element("p", comparisonRefused)
                    .raw("</section>\n");
        }
        Details details = new Details();
        for (int number = 0; number < subjects.size(); number++) {
            new RunSection(html, subjects.get(number), number, details).write();
        }
        if (history != null) {
            new TrendSection(html, history, minEffect).write();
        }
        html.raw("</main>\n<dialog id=\"more\" aria-labelledby=\"more-title\"></dialog>\n")
                .raw(
                        "<p id=\"status\" role=\"status\" aria-live=\"polite\"></p>\n<script type=\"application/json\" id=\"data\">")
                .raw(details.json())
                .raw("</script>\n<script>")
                .raw(script)
                .raw("</script>\n</body>\n</html>\n");
        return html.toString();
    }

    private void contents(Html html) {
        if (subjects.size() < 2 && history == null) {
            return;
        }
        html.raw("<nav aria-label=\"Runs\"><ul>");
        if (comparison != null || comparisonRefused != null) {
            html.raw("<li><a href=\"#comparison\">Comparison</a></li>");
        }
        for (int number = 0; number < subjects.size(); number++) {
            html.raw("<li>")
                    .element("a", subjects.get(number).name(), "href", "#r" + number)
                    .raw("</li>");
        }
        if (history != null) {
            html.raw("<li><a href=\"#history\">Over time</a></li>");
        }
        html.raw("</ul></nav>");
    }

    /** Empty until the script fills them with what the page holds. */
    private static void filters(Html html) {
        html.raw("<form id=\"filters\" aria-label=\"Filters\" hidden>");
        for (String name : new String[] {"operation", "strategy", "precision", "workers"}) {
            html.open("label").text(name + " ").open("select", "name", name);
            html.element("option", "all", "value", "").close("select").close("label");
        }
        html.raw("<button type=\"reset\">Show all</button></form>\n");
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
