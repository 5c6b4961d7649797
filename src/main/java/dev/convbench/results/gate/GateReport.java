package dev.convbench.results.gate;

import dev.convbench.results.Json;
import dev.convbench.results.Xml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The verdicts of a gate as text, Markdown, JUnit XML, JSON and annotations of a CI server. */
public final class GateReport {
    /** First line of the Markdown; a bot finds its own comment by it. */
    public static final String MARKER = "<!-- convbench gate -->";

    private static final int LONGEST_MARKDOWN = 60_000;

    /** How often what looks slower is measured. */
    public enum Stages {
        /** Once: the report tells and calls nothing. */
        ONE,
        /** Again in new JVMs: what both stages see is called. */
        TWO
    }

    private final String sides;
    private final Stages stages;
    private final GateRule rule;
    private final List<GateRow> rows;
    private final List<String> warnings;

    /**
     * A report.
     *
     * @param sides what was compared, in words
     * @param stages how often suspects were measured
     * @param rule of the verdicts
     * @param rows a row each
     * @param warnings sentences to be shown
     */
    public GateReport(String sides, Stages stages, GateRule rule, List<GateRow> rows, List<String> warnings) {
        this.sides = sides;
        this.stages = stages;
        this.rule = rule;
        this.rows = rows.stream()
                .sorted(Comparator.comparing((GateRow row) -> !row.isRegression())
                        .thenComparing(row -> !row.isFailed())
                        .thenComparing(row -> row.finding().ordinal())
                        .thenComparing(GateRow::name))
                .toList();
        this.warnings = List.copyOf(warnings);
    }

    private long regressions() {
        return rows.stream().filter(GateRow::isRegression).count();
    }

    private long slower() {
        return rows.stream().filter(row -> row.finding() == Finding.SLOWER).count();
    }

    private String summary() {
        long failed = rows.stream().filter(GateRow::isFailed).count();
        long accepted = rows.stream()
                .filter(row -> row.isSlowerOrLarger() && !row.isRegression())
                .count();
        return (stages == Stages.ONE ? slower() + " slower" : regressions() + " regressions")
                + (accepted == 0 ? "" : ", " + accepted + " accepted") + (failed == 0 ? "" : ", " + failed + " failed")
                + " in " + rows.size() + " benchmarks";
    }

    private String claim() {
        if (stages == Stages.ONE) {
            return "slower: by at least " + 50 * rule.minEffect() + " % and beyond chance at "
                    + 100 * rule.screenLevel() + " %, each for itself, so some of many equal benchmarks look slower;"
                    + " gate measures these again; intervals hold 99 %; + is slower";
        }
        return "called: slower by at least " + 100 * rule.minEffect()
                + " % in two independent stages; equal sides call anything in at most " + 100 * rule.alpha()
                + " % of gates; intervals hold 99 %, each for itself; + is slower";
    }

    /** For a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder(sides + "\n" + claim() + "\n\n");
        warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        for (GateRow row : rows) {
            text.append(row.name()).append('\n');
            text.append("    time/op ")
                    .append(row.change())
                    .append(", ")
                    .append(row.pairs())
                    .append(" pairs: ")
                    .append(row.verdict())
                    .append('\n');
        }
        return text + "\n" + summary() + "\n";
    }

    /** For a comment on a pull request. */
    public String markdown() {
        StringBuilder text =
                new StringBuilder(MARKER + "\n### " + (regressions() + slower() > 0 ? "Slower" : "Not slower") + ": "
                        + summary() + "\n\n" + cell(sides) + "\n\n");
        warnings.forEach(warning -> text.append("- ").append(cell(warning)).append('\n'));
        String head = "\n| benchmark | time/op | pairs | verdict |\n| --- | ---: | ---: | --- |\n";
        List<String> open = new ArrayList<>();
        List<String> folded = new ArrayList<>();
        for (GateRow row : rows) {
            String line = "| " + cell(row.name()) + " | " + row.change() + " | " + row.pairs() + " | "
                    + cell(row.verdict()) + " |\n";
            (row.isSlowerOrLarger() || row.finding() == Finding.SLOWER || row.isFailed() ? open : folded).add(line);
        }
        text.append(open.isEmpty() ? "" : head);
        int left = appendWithin(text, open);
        if (!folded.isEmpty()) {
            text.append("\n<details><summary>")
                    .append(folded.size())
                    .append(" others</summary>\n")
                    .append(head);
            left += appendWithin(text, folded);
            text.append("\n</details>\n");
        }
        return text + (left == 0 ? "" : "\n" + left + " rows are left out here.\n") + "\n" + claim() + "\n";
    }

    private static int appendWithin(StringBuilder text, List<String> lines) {
        int left = 0;
        for (String line : lines) {
            if (text.length() + line.length() > LONGEST_MARKDOWN - 1000) {
                left++;
            } else {
                text.append(line);
            }
        }
        return left;
    }

    private static String cell(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("|", "\\|")
                .replaceAll("[\\r\\n]+", " ");
    }

    /** JUnit XML: a test case a row. */
    public String junit() {
        StringBuilder cases = new StringBuilder();
        int failures = 0;
        int skipped = 0;
        for (GateRow row : rows) {
            String element = row.isRegression() || row.isFailed()
                    ? "failure"
                    : row.finding() == Finding.NOT_SEEN || row.finding() == Finding.UNFINISHED
                            ? "skipped"
                            : "system-out";
            failures += element.equals("failure") ? 1 : 0;
            skipped += element.equals("skipped") ? 1 : 0;
            String message = Xml.escape("time/op " + row.change() + ": " + row.verdict());
            cases.append("<testcase classname=\"convbench.gate\" name=\"")
                    .append(Xml.escape(row.name()))
                    .append("\">");
            cases.append(
                    element.equals("system-out")
                            ? "<system-out>" + message + "</system-out>"
                            : "<" + element + " message=\"" + message + "\"/>");
            cases.append("</testcase>\n");
        }
        String counts =
                " tests=\"" + rows.size() + "\" failures=\"" + failures + "\" errors=\"0\" skipped=\"" + skipped + "\"";
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts
                + ">\n<testsuite name=\"convbench gate\"" + counts + ">\n" + cases + "</testsuite>\n</testsuites>\n";
    }

    /** A line a regression or failure, as GitHub shows it beside a pull request. */
    public String annotations() {
        StringBuilder text = new StringBuilder();
        for (GateRow row : rows) {
            if (row.isRegression() || row.isFailed()) {
                String message = row.name() + ": time/op " + row.change() + ", " + row.verdict();
                text.append("::error title=convbench gate::")
                        .append(message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** {@code gate.json}. */
    public String json() {
        List<Object> list = new ArrayList<>();
        for (GateRow row : rows) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", row.name());
            map.put("verdict", row.finding().name());
            map.put("regression", row.isRegression());
            map.put("allocation", row.allocation().name());
            map.put("ratio", row.effect() == null ? null : row.effect().ratio());
            map.put("pairs", row.pairs());
            map.put("accepted", row.accepted());
            map.put("failure", row.failure());
            list.add(map);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("formatVersion", 1);
        document.put("sides", sides);
        document.put("alpha", rule.alpha());
        document.put("minEffect", rule.minEffect());
        document.put("rows", list);
        return Json.pretty(document);
    }
}
