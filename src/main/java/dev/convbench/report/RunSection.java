package dev.convbench.report;

import dev.convbench.chart.Picture;
import dev.convbench.chart.RunCharts;
import dev.convbench.results.Configuration;
import dev.convbench.results.Estimate;
import dev.convbench.results.Family;
import dev.convbench.results.MachineLimits;
import dev.convbench.results.Numbers;
import dev.convbench.results.OperationTable;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReport;
import dev.convbench.results.Skipped;
import dev.convbench.results.Verdict;
import dev.convbench.results.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run on the page: summary, winners, charts, tables, limits, and what was not measured. */
final class RunSection {
    private static final int DATE_LENGTH = 10;

    private final Html html;
    private final Subject subject;
    private final RunReport report;
    private final RunDocument document;
    private final String id;
    private final Details details;

    /**
     * A section.
     *
     * @param html is written to
     * @param number of the run, from 0; makes ids unique
     * @param details gets what is shown on demand
     */
    RunSection(Html html, Subject subject, int number, Details details) {
        this.html = html;
        this.subject = subject;
        report = subject.report();
        document = report.run().document();
        id = "r" + number;
        this.details = details;
    }

    void write() {
        html.open("section", "id", id, "aria-labelledby", id + "-title");
        html.element("h2", subject.name(), "id", id + "-title");
        summary();
        verdict();
        winners();
        RunCharts charts = RunCharts.of(report);
        charts.heatMap().ifPresent(this::chart);
        int number = 0;
        for (OperationTable table : report.tables()) {
            table(table, number++, charts);
        }
        charts.roofline().ifPresent(this::chart);
        charts.scaling().ifPresent(this::chart);
        limits();
        failures();
        skipped();
        html.close("section").raw("\n");
    }

    private void summary() {
        html.open("dl", "class", "summary");
        fact("Machine", document.machineSummary());
        if (document.jvm() != null && document.machineSummary() == null) {
            fact("JDK", document.jvm().version() + ", " + document.jvm().vmName());
        }
        fact("Measured", document.started() == null ? null : date());
        fact("Command", document.command().isEmpty() ? null : String.join(" ", document.command()));
        if (document.commit() != null) {
            fact("Commit", document.commit() + (Boolean.TRUE.equals(document.dirty()) ? ", with changes" : ""));
        }
        if (document.vectorBits() > 0) {
            fact("Vectors", document.vectorBits() + " bits");
        }
        int rows =
                report.tables().stream().mapToInt(table -> table.rows().size()).sum();
        fact(
                "Results",
                String.format(
                        Locale.ROOT,
                        "%,d in %,d forks",
                        rows,
                        report.run().forks().size()));
        html.close("dl").raw("\n");
    }

    private String date() {
        String started = document.started();
        return started.length() < DATE_LENGTH ? started : started.substring(0, DATE_LENGTH);
    }

    private void fact(String name, String value) {
        if (value != null && !value.isEmpty()) {
            html.element("dt", name).element("dd", value);
        }
    }

    private void verdict() {
        Verdict verdict = report.verdict();
        boolean trusted = verdict.level() == Verdict.Level.TRUSTED;
        boolean finished = RunDocument.FINISHED.equals(document.state());
        String words = switch (verdict.level()) {
            case TRUSTED -> "This run can be trusted.";
            case NOT_TRUSTED -> "This run is not to be trusted.";
            case NOT_JUDGED -> "Whether this run can be trusted was not judged.";
        };
        html.open(
                "div",
                "class",
                "verdict "
                        + (trusted && finished
                                ? "good"
                                : verdict.level() == Verdict.Level.NOT_TRUSTED ? "bad" : "open"));
        html.element("strong", words).open("ul");
        verdict.reasons().forEach(reason -> html.element("li", reason));
        if (!finished) {
            html.element("li", "the run is " + document.state() + ": this is what was measured until then");
        }
        document.warnings().forEach(warning -> html.element("li", "seen before the run: " + warning));
        html.close("ul").close("div").raw("\n");
    }

    private void winners() {
        List<OperationTable> known = report.tables().stream()
                .filter(table -> !table.rows().isEmpty()
                        && table.rows().get(0).configuration().work().strategy() != null)
                .toList();
        if (known.isEmpty()) {
            return;
        }
        html.element("h3", "Fastest of each operation");
        html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Fastest of each operation\">")
                .raw("<table class=\"plain\"><thead><tr><th>operation</th><th>shape</th><th>fastest</th>")
                .raw(
                        "<th class=\"n\">ms/op</th><th class=\"n\">95 %</th><th class=\"n\">vs naive</th></tr></thead><tbody>");
        for (OperationTable table : known) {
            OperationTable.Row best = table.rows().get(0);
            Estimate milliseconds = best.rate().reciprocal(1e3);
            html.open("tr").element("td", table.operation() + precision(table)).element("td", table.shape());
            html.element("td", best.rate().exists() ? label(best) : "failed");
            figure(Numbers.significant(milliseconds.value()));
            figure(Numbers.interval(milliseconds));
            figure(Numbers.factor(best.speedup()));
            html.close("tr").raw("\n");
        }
        html.raw("</tbody></table></div>\n");
    }

    private static String precision(OperationTable table) {
        return table.precision() == null ? "" : ", " + table.precision();
    }

    private static String label(OperationTable.Row row) {
        Work work = row.configuration().work();
        return work.strategy() == null
                ? row.configuration().paramsText()
                : work.strategy() + (work.workers() > 1 ? " ×" + work.workers() : "");
    }

    private void figure(String text) {
        html.element("td", text, "class", "n");
    }

    private void chart(Picture picture) {
        html.raw("<figure class=\"chart\">").raw(Pictures.inline(picture.svg()));
        html.raw("<button type=\"button\" class=\"save\">Save as SVG</button></figure>\n");
    }

    private void table(OperationTable table, int number, RunCharts charts) {
        String name = table.operation() + (table.shape() == null ? "" : " · " + table.shape()) + precision(table);
        String anchor = id + "-t" + number;
        html.open("section", "class", "operation", "id", anchor);
        html.element("h3", name);
        if (table.descriptor() != null && !table.descriptor().equals(table.shape())) {
            html.element("p", table.descriptor(), "class", "quiet");
        }
        Optional<String> chart = charts.speed(table);
        chart.ifPresent(svg -> html.raw("<figure class=\"chart bars\">")
                .raw(Pictures.inline(svg))
                .raw("<button type=\"button\" class=\"save\">Save as SVG</button></figure>\n"));
        boolean known = table.family() == Family.CONV || table.family() == Family.POOL;
        List<String> parameters = known ? List.of() : parameters(table);
        html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
        html.text("Results of " + name).raw("\"><table class=\"results\"><thead><tr>");
        heads(table, known, parameters);
        html.raw("</tr></thead><tbody>\n");
        for (OperationTable.Row row : table.rows()) {
            row(table, row, known, parameters);
        }
        html.raw("</tbody></table></div>\n");
        html.raw("<p class=\"tools\"><button type=\"button\" class=\"csv\">Copy as CSV</button> ")
                .raw("<button type=\"button\" class=\"md\">Copy as Markdown</button></p>");
        html.close("section").raw("\n");
    }

    /** Parameters that tell the rows apart. */
    private static List<String> parameters(OperationTable table) {
        TreeSet<String> names = new TreeSet<>();
        table.rows().forEach(row -> names.addAll(row.configuration().params().keySet()));
        return new ArrayList<>(names);
    }

    private void heads(OperationTable table, boolean known, List<String> parameters) {
        List<String> words = new ArrayList<>(known ? List.of("strategy") : parameters);
        List<String> figures = new ArrayList<>();
        if (known) {
            figures.add("workers");
        }
        figures.addAll(List.of("ops/s", "95 %", "ms/op"));
        if (known) {
            figures.addAll(List.of(table.family() == Family.CONV ? "GFLOP/s" : "GB/s", "% of attainable", "vs naive"));
        }
        figures.addAll(List.of("worst error", "forks"));
        words.forEach(word -> head(word, ""));
        figures.forEach(word -> head(word, "n"));
        html.raw("<th><span class=\"hidden\">details</span></th>");
    }

    private void head(String word, String style) {
        html.open("th", "class", style, "scope", "col").open("button", "type", "button", "class", "sort");
        html.text(word).close("button").close("th");
    }

    private void row(OperationTable table, OperationTable.Row row, boolean known, List<String> parameters) {
        Configuration configuration = row.configuration();
        Work work = configuration.work();
        String key = id + "-" + configuration.id();
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("data-id", key);
        attributes.put("data-operation", table.operation());
        attributes.put("data-strategy", work.strategy());
        attributes.put("data-precision", work.precision());
        attributes.put("data-workers", work.strategy() == null ? null : Integer.toString(work.workers()));
        html.open(
                "tr",
                attributes.entrySet().stream()
                        .filter(entry -> entry.getValue() != null)
                        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                        .toArray(String[]::new));
        if (known) {
            html.element("td", work.strategy());
            figure(Integer.toString(work.workers()));
        } else {
            parameters.forEach(name -> html.element("td", configuration.params().getOrDefault(name, "")));
        }
        Estimate rate = row.rate();
        figure(rate.exists() ? Numbers.significant(rate.value()) : "failed");
        figure(Numbers.interval(rate));
        figure(Numbers.significant(rate.reciprocal(1e3).value()));
        if (known) {
            figure(Numbers.significant(row.work()));
            figure(Numbers.percent(row.attainable()));
            figure(Numbers.factor(row.speedup()));
        }
        figure(Numbers.error(row.error()));
        figure(Integer.toString(rate.forks()));
        html.open("td").open("button", "type", "button", "class", "more", "aria-label", "details of " + label(row));
        html.text("…").close("button").close("td").close("tr").raw("\n");
        details.add(key, report.run(), configuration);
    }

    private void limits() {
        MachineLimits limits = report.limits();
        if (limits.peaks().isEmpty() && limits.copies().isEmpty()) {
            return;
        }
        html.element("h3", "Limits of the machine, measured in this run").open("ul");
        for (MachineLimits.Peak peak : limits.peaks()) {
            html.element(
                    "li",
                    String.format(Locale.ROOT, "peak %s: %.2f GFLOP/s a core", peak.precision(), peak.flops() / 1e9));
        }
        for (MachineLimits.Copy copy : limits.copies()) {
            html.element(
                    "li",
                    String.format(
                            Locale.ROOT,
                            "copy at %s: %.1f GB/s with %d %s",
                            Numbers.bytes(copy.footprint()),
                            copy.rate() / 1e9,
                            copy.workers(),
                            copy.workers() == 1 ? "worker" : "workers"));
        }
        html.close("ul").raw("\n");
    }

    private void failures() {
        if (report.failures().isEmpty()) {
            return;
        }
        html.element("h3", "Failed").open("ul", "class", "bad");
        for (RunReport.Failure failure : report.failures()) {
            Configuration configuration = failure.configuration();
            html.element(
                    "li",
                    configuration.shortName() + " " + configuration.paramsText() + ": " + failure.message() + " ("
                            + failure.count() + (failure.count() == 1 ? " fork)" : " forks)"));
        }
        html.close("ul").raw("\n");
    }

    private void skipped() {
        if (document.skipped().isEmpty()) {
            return;
        }
        Map<String, List<String>> byReason = document.skipped().stream()
                .collect(Collectors.groupingBy(
                        Skipped::reason, LinkedHashMap::new, Collectors.mapping(Skipped::what, Collectors.toList())));
        html.raw("<details><summary>");
        html.text("Not measured: " + document.skipped().size() + ", with the reason")
                .raw("</summary><ul>");
        byReason.forEach((reason, what) -> {
            html.open("li").text(reason).open("ul");
            what.forEach(item -> html.element("li", item));
            html.close("ul").close("li");
        });
        html.raw("</ul></details>\n");
    }
}
