package dev.convbench.results.compare.format;

import dev.convbench.results.Numbers;
import dev.convbench.results.Xml;
import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Line;
import dev.convbench.results.compare.Unpaired;
import dev.convbench.results.stats.Outcome;
import java.util.Map;

/**
 * A comparison as JUnit XML, a test case a line: a regression or a failed benchmark is a failure, what cannot be
 * concluded or lacks a side is skipped. Across a parameter nothing fails, as nothing is a regression.
 */
public final class JUnitRenderer {
    private final Comparison comparison;
    private final Words words;
    private final StringBuilder cases = new StringBuilder();
    private int tests;
    private int failures;
    private int skipped;

    private JUnitRenderer(Comparison comparison) {
        this.comparison = comparison;
        words = new Words(comparison);
    }

    /** Writes a comparison. */
    public static String render(Comparison comparison) {
        return new JUnitRenderer(comparison).render();
    }

    private String render() {
        comparison.lines().stream().filter(line -> line.outcome() != null).forEach(this::line);
        comparison.unpaired().forEach(this::unpaired);
        String counts =
                " tests=\"" + tests + "\" failures=\"" + failures + "\" errors=\"0\" skipped=\"" + skipped + "\"";
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts
                + ">\n<testsuite name=\"convbench compare\"" + counts + ">\n" + cases + "</testsuite>\n</testsuites>\n";
    }

    private void line(Line line) {
        String figures =
                words.verdict(line) + ": " + Numbers.significant(line.base().value()) + " to "
                        + Numbers.significant(line.candidate().value()) + " "
                        + line.base().unit() + ", time/op "
                        + Words.change(line) + " " + Words.interval(line);
        String detail = words.detail(line);
        String message = detail.isEmpty() ? figures : figures + "; " + detail;
        boolean fails =
                line.outcome() == Outcome.REGRESSION && comparison.options().isAboutVersions();
        add(
                line.row(),
                words.name(line) + column(line.column()),
                fails ? "failure" : line.outcome() == Outcome.INCONCLUSIVE ? "skipped" : null,
                message);
    }

    private void unpaired(Unpaired row) {
        boolean fails =
                row.state() == Unpaired.State.FAILED && comparison.options().isAboutVersions();
        add(row.row(), words.row(row.row()) + column(row.column()), fails ? "failure" : "skipped", words.unpaired(row));
    }

    private String column(String column) {
        return comparison.columns().size() == 2 ? "" : " (" + column + ")";
    }

    private void add(Map<String, String> row, String name, String element, String message) {
        tests++;
        String benchmark = row.getOrDefault("benchmark", "convbench");
        int method = benchmark.lastIndexOf('.');
        cases.append("<testcase classname=\"")
                .append(Xml.escape(method < 0 ? benchmark : benchmark.substring(0, method)))
                .append("\" name=\"")
                .append(Xml.escape(name))
                .append('"');
        if (element == null) {
            cases.append(">\n<system-out>").append(Xml.escape(message)).append("</system-out>\n</testcase>\n");
            return;
        }
        if (element.equals("failure")) {
            failures++;
        } else {
            skipped++;
        }
        cases.append(">\n<")
                .append(element)
                .append(" message=\"")
                .append(Xml.escape(message))
                .append("\"/>\n</testcase>\n");
    }
}
