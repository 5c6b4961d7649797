package dev.convbench.results;

import dev.convbench.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of cells, written as aligned text or as Markdown. Columns are left-aligned or right-aligned. */
public final class TextTable {
    private final List<String> header;
    private final boolean figures;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table of figures: the first column left-aligned, the others right-aligned. */
    public static TextTable ofFigures(List<String> header) {
        return new TextTable(header, true);
    }

    /** A table of words: all columns left-aligned. */
    public static TextTable ofWords(List<String> header) {
        return new TextTable(header, false);
    }

    private TextTable(List<String> header, boolean figures) {
        this.header = List.copyOf(header);
        this.figures = figures;
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has another number of cells than the header
     */
    public void add(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + header.size() + " columns");
        }
        rows.add(cells.stream().map(Printable::of).toList());
    }

    /** Aligned with blanks; each line ends in a line break. */
    public String text() {
        int[] widths = widths();
        StringBuilder out = new StringBuilder();
        appendText(out, header, widths);
        List<String> rule = Arrays.stream(widths).mapToObj("-"::repeat).toList();
        appendText(out, rule, widths);
        rows.forEach(row -> appendText(out, row, widths));
        return out.toString();
    }

    /** A Markdown table; each line ends in a line break. */
    public String markdown() {
        StringBuilder out = new StringBuilder();
        appendMarkdown(out, header);
        List<String> rule = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            rule.add(isLeft(i) ? "---" : "---:");
        }
        appendMarkdown(out, rule);
        rows.forEach(row -> appendMarkdown(out, row));
        return out.toString();
    }

    private boolean isLeft(int column) {
        return column == 0 || !figures;
    }

    private int[] widths() {
        int[] widths = new int[header.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    header.get(i).length(),
                    rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0));
        }
        return widths;
    }

    private void appendText(StringBuilder out, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String blanks = " ".repeat(widths[i] - cell.length());
            line.append(i == 0 ? "" : "  ").append(isLeft(i) ? cell + blanks : blanks + cell);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private static void appendMarkdown(StringBuilder out, List<String> cells) {
        out.append('|');
        cells.forEach(cell -> out.append(' ').append(cell.replace("|", "\\|")).append(" |"));
        out.append('\n');
    }
}
