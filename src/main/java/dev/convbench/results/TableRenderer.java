package dev.convbench.results;

import dev.convbench.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a report about one run, as text for a terminal or as Markdown. */
public final class TableRenderer {
    /** How to write. */
    public enum Format {
        /** Aligned text. */
        TEXT,
        /** Markdown tables. */
        MD
    }

    private final Format format;
    private final Bars bars;
    private final StringBuilder out = new StringBuilder();

    private TableRenderer(Format format, Bars bars) {
        this.format = format;
        this.bars = bars;
    }

    /** The whole report; ends in a line break. */
    public static String render(RunReport report, Format format) {
        return render(report, format, Bars.NONE);
    }

    /** The whole report with a bar of its speed in each row; ends in a line break. */
    public static String render(RunReport report, Format format, Bars bars) {
        TableRenderer renderer = new TableRenderer(format, bars);
        renderer.machine(report.run().document());
        report.tables().forEach(renderer::operation);
        renderer.metrics(report.metrics());
        renderer.limits(report.limits());
        renderer.verdict(report);
        renderer.failures(report.failures());
        renderer.skipped(report.run().document().skipped());
        return Printable.lines(renderer.out.toString());
    }

    /** One table without anything round it; ends in a line break. */
    public static String render(OperationTable table, Format format) {
        return render(table, format, Bars.NONE);
    }

    private static String render(OperationTable table, Format format, Bars bars) {
        TextTable cells = cells(table, bars);
        return format == Format.TEXT ? cells.text() : cells.markdown();
    }

    private void heading(String title) {
        out.append(format == Format.TEXT ? title : "### " + title).append("\n\n");
    }

    private void item(String text) {
        out.append(format == Format.TEXT ? "  " : "- ").append(text).append('\n');
    }

    private void machine(RunDocument document) {
        if (document.machineSummary() != null) {
            out.append("Machine: ").append(document.machineSummary()).append("\n\n");
        }
    }

    private void operation(OperationTable table) {
        heading(title(table));
        out.append(render(table, format, bars)).append('\n');
        String note = intervalNote(table);
        if (!note.isEmpty()) {
            out.append(note).append("\n\n");
        }
    }

    /** The title of a table: operation, shape, precision, and JMH's mode and threads where they are not the usual. */
    static String title(OperationTable table) {
        StringBuilder title = new StringBuilder(table.operation());
        if (table.shape() != null) {
            title.append(", ").append(table.shape());
            if (!table.shape().equals(table.descriptor())) {
                title.append(" (").append(table.descriptor()).append(')');
            }
        }
        if (table.precision() != null) {
            title.append(", ").append(table.precision());
        }
        if (!"thrpt".equals(table.mode())) {
            title.append(", mode ").append(table.mode());
        }
        if (table.threads() > 1) {
            title.append(", ").append(table.threads()).append(" threads, operations of all together");
        }
        return title.toString();
    }

    private static String intervalNote(OperationTable table) {
        int fewest = table.fewestForks();
        int most = table.mostForks();
        if (most == 0) {
            return "";
        }
        if (most == 1) {
            return "One fork each: no interval can be given.";
        }
        String forks = fewest == most ? most + " forks each" : fewest + " to " + most + " forks each";
        return forks + "; intervals hold 95 %, from the medians of the forks.";
    }

    private static TextTable cells(OperationTable table, Bars bars) {
        boolean known = table.family() == Family.CONV || table.family() == Family.POOL;
        boolean intervals = table.mostForks() > 1;
        boolean errors = known || table.rows().stream().anyMatch(row -> !Double.isNaN(row.error()));
        List<String> header = new ArrayList<>(known ? List.of("strategy", "workers") : List.of("parameters"));
        header.addAll(intervals ? List.of("ops/s", "95 %", "ms/op", "95 %") : List.of("ops/s", "ms/op"));
        if (known) {
            header.addAll(List.of(table.family() == Family.CONV ? "GFLOP/s" : "GB/s", "% of attainable", "vs naive"));
        }
        if (errors) {
            header.add("worst error");
        }
        if (bars != Bars.NONE) {
            header.add("speed       ");
        }
        double fastest = table.rows().stream()
                .mapToDouble(row -> row.rate().exists() ? row.rate().value() : 0)
                .max()
                .orElse(0);
        TextTable cells = TextTable.ofFigures(header);
        for (OperationTable.Row row : table.rows()) {
            List<String> line = new ArrayList<>(cells(row, known, intervals, errors));
            if (bars != Bars.NONE) {
                line.add(bars.of(row.rate().value() / fastest));
            }
            cells.add(line);
        }
        return cells;
    }

    private static List<String> cells(OperationTable.Row row, boolean known, boolean intervals, boolean errors) {
        Configuration configuration = row.configuration();
        List<String> cells = new ArrayList<>();
        if (known) {
            cells.add(configuration.work().strategy());
            cells.add(Integer.toString(configuration.work().workers()));
        } else {
            cells.add(configuration.params().isEmpty() ? "(none)" : configuration.paramsText());
        }
        Estimate rate = row.rate();
        Estimate milliseconds = rate.reciprocal(1e3);
        cells.add(rate.exists() ? Numbers.significant(rate.value()) : "failed");
        if (intervals) {
            cells.add(Numbers.interval(rate));
        }
        cells.add(Numbers.significant(milliseconds.value()));
        if (intervals) {
            cells.add(Numbers.interval(milliseconds));
        }
        if (known) {
            cells.add(Numbers.significant(row.work()));
            cells.add(Numbers.percent(row.attainable()));
            cells.add(Numbers.factor(row.speedup()));
        }
        if (errors) {
            cells.add(Numbers.error(row.error()));
        }
        return cells;
    }

    private void metrics(List<RunReport.Metric> metrics) {
        if (metrics.isEmpty()) {
            return;
        }
        heading("Metrics of the profilers (mean of the forks)");
        TextTable cells = TextTable.ofFigures(List.of("benchmark", "metric", "value", "unit"));
        for (RunReport.Metric metric : metrics) {
            Configuration configuration = metric.configuration();
            cells.add(List.of(
                    configuration.shortName() + " " + configuration.paramsText(),
                    metric.label(),
                    Numbers.significant(metric.value()),
                    metric.unit()));
        }
        out.append(format == Format.TEXT ? cells.text() : cells.markdown()).append('\n');
    }

    private void limits(MachineLimits limits) {
        if (limits.peaks().isEmpty() && limits.copies().isEmpty()) {
            return;
        }
        heading("Limits of the machine, measured in this run");
        for (MachineLimits.Peak peak : limits.peaks()) {
            String kernel = peak.configuration().params().getOrDefault("kernel", "");
            item("peak " + peak.precision() + ": " + Numbers.significant(peak.flops() / 1e9) + " GFLOP/s a core"
                    + (kernel.isEmpty() ? "" : " (kernel " + kernel + ")"));
        }
        Map<Double, List<MachineLimits.Copy>> byFootprint = limits.copies().stream()
                .collect(Collectors.groupingBy(MachineLimits.Copy::footprint, TreeMap::new, Collectors.toList()));
        byFootprint.forEach((footprint, copies) -> item("copy at " + Numbers.bytes(footprint) + ": "
                + copies.stream()
                        .map(copy -> Numbers.significant(copy.rate() / 1e9) + " GB/s with " + workers(copy.workers()))
                        .collect(Collectors.joining(", "))));
        out.append('\n');
    }

    private static String workers(int workers) {
        return workers == 1 ? "1 worker" : workers + " workers";
    }

    private void verdict(RunReport report) {
        Verdict verdict = report.verdict();
        heading(
                switch (verdict.level()) {
                    case TRUSTED -> "This run can be trusted";
                    case NOT_TRUSTED -> "THIS RUN IS NOT TO BE TRUSTED";
                    case NOT_JUDGED -> "Whether this run can be trusted was not judged";
                });
        verdict.reasons().forEach(this::item);
        report.run().document().warnings().forEach(warning -> item("seen before the run: " + warning));
        String state = report.run().document().state();
        if (!RunDocument.FINISHED.equals(state)) {
            item("the run is " + state.toLowerCase(Locale.ROOT) + ": the tables hold what was measured until then");
        }
        out.append('\n');
    }

    private void failures(List<RunReport.Failure> failures) {
        if (failures.isEmpty()) {
            return;
        }
        heading("Failed");
        for (RunReport.Failure failure : failures) {
            Configuration configuration = failure.configuration();
            item(configuration.shortName() + " " + configuration.paramsText() + ": " + failure.message()
                    + (failure.count() > 1 ? " (" + failure.count() + " forks)" : ""));
        }
        out.append('\n');
    }

    private void skipped(List<Skipped> skipped) {
        if (skipped.isEmpty()) {
            return;
        }
        heading("Not measured");
        Map<String, List<Skipped>> byReason = skipped.stream()
                .collect(Collectors.groupingBy(Skipped::reason, LinkedHashMap::new, Collectors.toList()));
        byReason.forEach((reason, group) -> {
            if (group.size() == 1) {
                item(group.get(0).what() + ": " + reason);
            } else {
                item(reason + ":");
                group.forEach(one -> out.append("    ")
                        .append(format == Format.TEXT ? "" : "- ")
                        .append(one.what())
                        .append('\n'));
            }
        });
        out.append('\n');
    }
}
