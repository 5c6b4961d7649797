package dev.convbench.results.compare.format;

import dev.convbench.results.Numbers;
import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Line;
import dev.convbench.results.compare.Mismatch;
import dev.convbench.results.compare.Origin;
import dev.convbench.results.compare.Side;
import dev.convbench.results.compare.Unpaired;
import dev.convbench.results.stats.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A comparison as text for a terminal: tables that fit its width, or a block a row where they do not. */
public final class TextRenderer {
    private static final String GAP = "  ";
    private static final int NARROWEST = 40;

    /** The column of the unit, which is left-aligned as names are. */
    private static final int UNIT_FROM_END = 5;

    private final Comparison comparison;
    private final Words words;
    private final int width;
    private final boolean colour;
    private final StringBuilder out = new StringBuilder();

    private TextRenderer(Comparison comparison, int width, boolean colour) {
        this.comparison = comparison;
        this.width = Math.max(NARROWEST, width);
        this.colour = colour;
        words = new Words(comparison);
    }

    /**
     * Writes a comparison.
     *
     * @param width characters in a line
     * @param colour whether verdicts are coloured with the control sequences of a terminal
     */
    public static String render(Comparison comparison, int width, boolean colour) {
        return new TextRenderer(comparison, width, colour).render();
    }

    /** A row of a table: cells, a remark below it, and how the last cell is coloured. */
    private record Row(List<String> cells, String remark, Outcome outcome) {}

    private String render() {
        header();
        if (comparison.columns().size() == 2) {
            table(headings(), twoColumns());
        } else {
            manyColumns();
        }
        unpaired();
        summary();
        return out.toString();
    }

    private void header() {
        for (Origin origin : comparison.origins()) {
            int column = comparison.columns().indexOf(origin.label());
            String role = column < 0 ? "run" : column == 0 ? "baseline" : "candidate";
            String what = origin.kind() == Origin.Kind.RUN_FOLDER ? "run folder" : "JMH file";
            wrap(role + ": " + origin.path() + " (" + what + ")", "", "    ");
            if (origin.machine() != null) {
                wrap(origin.machine(), "    ", "    ");
            }
            origin.remarks().forEach(remark -> wrap(remark, "    ", "    "));
        }
        for (Mismatch mismatch : comparison.tolerated()) {
            wrap("allowed: " + mismatch.text(), "", "    ");
        }
        comparison.notes().forEach(note -> wrap(note, "", "    "));
        if (!words.common().isEmpty()) {
            wrap("all rows: " + words.common(), "", "    ");
        }
        words.rules().forEach(rule -> wrap(rule, "", "    "));
        out.append('\n');
    }

    private static List<String> headings() {
        return List.of("row", "baseline", "candidate", "unit", "forks", "time/op", "interval", "verdict");
    }

    private List<Row> twoColumns() {
        List<Line> ordered = new ArrayList<>(comparison.lines());
        if (comparison.options().isAboutVersions()) {
            ordered.sort(Words.MOST_IMPORTANT_FIRST);
        }
        return ordered.stream()
                .map(line -> row(line, words.name(line), value(line.base())))
                .toList();
    }

    private Row row(Line line, String name, String base) {
        return new Row(
                List.of(
                        name,
                        base,
                        value(line.candidate()),
                        line.base().unit(),
                        Words.forks(line),
                        Words.change(line),
                        Words.interval(line),
                        words.verdict(line)),
                words.detail(line),
                line.outcome());
    }

    private static String value(Side side) {
        return Numbers.significant(side.value());
    }

    /** A table for each row, with a line for each column, the fastest first. */
    private void manyColumns() {
        Map<String, List<Line>> groups = new LinkedHashMap<>();
        for (Line line : comparison.lines()) {
            groups.computeIfAbsent(words.name(line), key -> new ArrayList<>()).add(line);
        }
        groups.forEach((name, lines) -> {
            out.append(clean(name)).append('\n');
            List<Line> ordered = new ArrayList<>(lines);
            ordered.sort(Comparator.comparingDouble(
                    line -> line.effect() == null ? 0 : line.effect().logRatio()));
            List<Row> rows = new ArrayList<>();
            boolean placed = false;
            for (Line line : ordered) {
                if (!placed && (line.effect() == null || line.effect().logRatio() > 0)) {
                    rows.add(baseline(lines.get(0)));
                    placed = true;
                }
                rows.add(column(line));
            }
            if (!placed) {
                rows.add(baseline(lines.get(0)));
            }
            table(
                    List.of(
                            String.join(" ", comparison.options().columns()),
                            "score",
                            "unit",
                            "forks",
                            "time/op",
                            "interval",
                            "verdict"),
                    rows);
        });
    }

    private Row baseline(Line line) {
        int forks = line.base().forks().size();
        return new Row(
                List.of(
                        comparison.baseline(),
                        value(line.base()),
                        line.base().unit(),
                        forks == 0 ? "?" : Integer.toString(forks),
                        "",
                        "",
                        "(baseline)"),
                "",
                null);
    }

    private Row column(Line line) {
        int forks = line.candidate().forks().size();
        return new Row(
                List.of(
                        line.column(),
                        value(line.candidate()),
                        line.candidate().unit(),
                        forks == 0 ? "?" : Integer.toString(forks),
                        Words.change(line),
                        Words.interval(line),
                        words.verdict(line)),
                words.detail(line),
                line.outcome());
    }

    private void table(List<String> headings, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        int columns = headings.size();
        int[] widths = new int[columns];
        for (int i = 0; i < columns; i++) {
            widths[i] = headings.get(i).length();
            for (Row row : rows) {
                widths[i] = Math.max(widths[i], row.cells().get(i).length());
            }
        }
        if (Arrays.stream(widths).sum() + GAP.length() * (columns - 1) <= width) {
            aligned(headings, widths, null);
            for (Row row : rows) {
                aligned(row.cells(), widths, row.outcome());
                if (!row.remark().isEmpty()) {
                    wrap(row.remark(), "    ", "    ");
                }
            }
        } else {
            rows.forEach(row -> block(headings, row));
        }
        out.append('\n');
    }

    private void aligned(List<String> cells, int[] widths, Outcome outcome) {
        StringBuilder line = new StringBuilder();
        int last = cells.size() - 1;
        for (int i = 0; i < last; i++) {
            String cell = clean(cells.get(i));
            String blanks = " ".repeat(widths[i] - cell.length());
            boolean left = i == 0 || i == cells.size() - UNIT_FROM_END;
            line.append(left ? cell + blanks : blanks + cell).append(GAP);
        }
        line.append(coloured(clean(cells.get(last)), outcome));
        out.append(line.toString().stripTrailing()).append('\n');
    }

    /** A row that does not fit in one line. */
    private void block(List<String> headings, Row row) {
        int last = row.cells().size() - 1;
        wrap(row.cells().get(0), "", "    ");
        List<String> parts = new ArrayList<>();
        for (int i = 1; i < last; i++) {
            if (!row.cells().get(i).isEmpty()) {
                parts.add(headings.get(i) + " " + row.cells().get(i));
            }
        }
        wrap(String.join(", ", parts), "    ", "    ");
        if (!row.cells().get(last).isEmpty()) {
            out.append("    ")
                    .append(coloured(clean(row.cells().get(last)), row.outcome()))
                    .append('\n');
        }
        if (!row.remark().isEmpty()) {
            wrap(row.remark(), "    ", "    ");
        }
    }

    /** Rows that lack a side, those together that lack it for the same reason. */
    private void unpaired() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (Unpaired row : comparison.unpaired()) {
            rows.computeIfAbsent(words.unpaired(row), key -> new ArrayList<>()).add(words.row(row.row()));
        }
        rows.forEach((reason, names) -> {
            wrap(reason + ":", "", "    ");
            names.forEach(name -> wrap(name, "    ", "        "));
        });
        if (!rows.isEmpty()) {
            out.append('\n');
        }
    }

    private void summary() {
        words.shortages().forEach(shortage -> wrap(shortage, "", "    "));
        wrap(words.summary(), "", "    ");
        if (comparison.options().isAboutVersions()) {
            for (String column :
                    comparison.columns().subList(1, comparison.columns().size())) {
                comparison
                        .meanRatio(column)
                        .ifPresent(ratio -> wrap(
                                "all rows of " + words.column(column) + " together: time/op "
                                        + Words.ratio(Math.log(ratio)) + " (geometric mean; not a verdict)",
                                "",
                                "    "));
            }
        }
    }

    private String coloured(String text, Outcome outcome) {
        if (!colour || outcome == null) {
            return text;
        }
        String code = switch (outcome) {
            case REGRESSION -> "31;1";
            case IMPROVEMENT -> "32;1";
            case NO_CHANGE -> "2";
            case INCONCLUSIVE -> "33";
        };
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** Text in lines no longer than the width; a longer word has a line of its own. */
    private void wrap(String text, String first, String next) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : clean(text).split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > width) {
                out.append(line).append('\n');
                line = new StringBuilder(next);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        out.append(line).append('\n');
    }

    /** Without characters that a terminal would obey. */
    private static String clean(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
