package dev.convbench.results.compare.format;

import dev.convbench.results.Numbers;
import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Line;
import dev.convbench.results.compare.Mismatch;
import dev.convbench.results.compare.Origin;
import dev.convbench.results.compare.Unpaired;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison as Markdown for one comment on a pull request: what changed is open, the rest folded away. It starts with
 * {@link #MARKER}, by which a script finds its own comment again, and stays below {@link #LARGEST} bytes.
 */
public final class MarkdownRenderer {
    /** First line of every comment. */
    public static final String MARKER = "<!-- convbench compare -->";

    /** Comments stay below so many bytes; GitHub refuses more than 65,536 characters. */
    public static final int LARGEST = 60_000;

    private static final int LONGEST_CELL = 600;
    private static final int ROOM_FOR_CLOSING = 400;

    private final Comparison comparison;
    private final Words words;
    private final StringBuilder out = new StringBuilder();
    private int bytes;

    private MarkdownRenderer(Comparison comparison) {
        this.comparison = comparison;
        words = new Words(comparison);
    }

    /** Writes a comparison. */
    public static String render(Comparison comparison) {
        return new MarkdownRenderer(comparison).render();
    }

    private String render() {
        List<Line> changed = new ArrayList<>();
        List<Line> others = new ArrayList<>();
        comparison.lines().stream().sorted(Words.MOST_IMPORTANT_FIRST).forEach(line -> {
            boolean open = line.outcome() != null && line.outcome().isChange();
            (open ? changed : others).add(line);
        });
        append(MARKER + "\n");
        append("### " + escape(words.summary()) + "\n\n");
        origins();
        remarks();
        table(changed);
        unpaired();
        folded(count(others.size(), "other row"), others);
        rules();
        return out.toString();
    }

    private void origins() {
        for (Origin origin : comparison.origins()) {
            int column = comparison.columns().indexOf(origin.label());
            String role = column < 0 ? "run" : column == 0 ? "baseline" : "candidate";
            String machine = origin.machine() == null ? "" : ": " + origin.machine();
            append("- " + role + " **" + escape(origin.label()) + "**" + escape(machine) + "\n");
        }
    }

    /** What makes one doubt stands open; the rest with the rules. */
    private void remarks() {
        for (Origin origin : comparison.origins()) {
            for (String remark : origin.remarks()) {
                append("- " + escape(origin.label() + ": " + remark) + "\n");
            }
        }
        for (Mismatch mismatch : comparison.tolerated()) {
            append("- allowed: " + escape(mismatch.text()) + "\n");
        }
        append("\n");
    }

    private void table(List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        boolean two = comparison.columns().size() == 2;
        append("| row " + (two ? "" : "| column ")
                + "| baseline | candidate | unit | forks | time/op | interval | verdict |\n");
        append("| --- " + (two ? "" : "| --- ") + "| ---: | ---: | --- | ---: | ---: | ---: | --- |\n");
        int written = 0;
        for (Line line : lines) {
            String row = row(line, two);
            if (!fits(row)) {
                append("\n" + count(lines.size() - written, "more row")
                        + " left out: the comment would be too long.\n");
                break;
            }
            append(row);
            written++;
        }
        append("\n");
    }

    private String row(Line line, boolean two) {
        String detail = words.detail(line);
        String verdict = words.verdict(line) + (detail.isEmpty() ? "" : ": " + detail);
        return "| " + cell(words.name(line))
                + (two ? "" : " | " + cell(line.column()))
                + " | " + Numbers.significant(line.base().value())
                + " | " + Numbers.significant(line.candidate().value())
                + " | " + cell(line.base().unit())
                + " | " + Words.forks(line)
                + " | " + Words.change(line)
                + " | " + Words.interval(line)
                + " | " + cell(verdict) + " |\n";
    }

    private void unpaired() {
        List<Unpaired> failed = comparison.with(Unpaired.State.FAILED);
        failed.forEach(row -> item(row));
        append(failed.isEmpty() ? "" : "\n");
        List<Unpaired> others = comparison.unpaired().stream()
                .filter(row -> row.state() != Unpaired.State.FAILED)
                .toList();
        if (!others.isEmpty() && fits("")) {
            append("<details><summary>" + count(others.size(), "row") + " on one side only</summary>\n\n");
            others.forEach(this::item);
            append("\n</details>\n\n");
        }
    }

    private void item(Unpaired row) {
        String item = "- " + cell(words.row(row.row()) + ": " + words.unpaired(row)) + "\n";
        if (fits(item)) {
            append(item);
        }
    }

    private void folded(String summary, List<Line> lines) {
        if (!lines.isEmpty() && fits("")) {
            append("<details><summary>" + summary + "</summary>\n\n");
            table(lines);
            append("</details>\n\n");
        }
    }

    private void rules() {
        List<String> sentences = new ArrayList<>(words.shortages());
        sentences.addAll(words.rules());
        sentences.addAll(comparison.notes());
        if (!words.common().isEmpty()) {
            sentences.add("all rows: " + words.common());
        }
        for (String sentence : sentences) {
            String item = "- " + cell(sentence) + "\n";
            if (bytes + length(item) < LARGEST) {
                append(item);
            }
        }
    }

    private boolean fits(String text) {
        return bytes + length(text) + ROOM_FOR_CLOSING < LARGEST;
    }

    private void append(String text) {
        out.append(text);
        bytes += length(text);
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Escaped, and cut if it is longer than anybody would read. */
    private static String cell(String text) {
        return escape(text.length() > LONGEST_CELL ? text.substring(0, LONGEST_CELL) + "..." : text);
    }

    /** With everything that Markdown or HTML would act upon as an entity, mentions of people included. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if ("&<>|`*_~[]\\#@$!{}\"'".indexOf(c) >= 0) {
                escaped.append("&#").append(c).append(';');
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                escaped.append(' ');
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
