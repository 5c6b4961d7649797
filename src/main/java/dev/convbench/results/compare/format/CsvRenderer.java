package dev.convbench.results.compare.format;

import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Line;
import dev.convbench.results.compare.Unpaired;
import dev.convbench.results.stats.Effect;
import dev.convbench.results.stats.Judgement;
import dev.convbench.results.stats.Power;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A comparison as comma-separated values, a line each and one for each row that lacks a side. A text that a spreadsheet
 * would take for a formula gets an apostrophe in front.
 */
public final class CsvRenderer {
    private static final List<String> FIGURES = List.of(
            "column",
            "metric",
            "outcome",
            "reason",
            "unit",
            "base",
            "base_forks",
            "candidate",
            "candidate_forks",
            "ratio",
            "interval_low",
            "interval_high",
            "adjusted_p",
            "smallest_effect",
            "missing_forks",
            "notes");

    private CsvRenderer() {}

    /** Writes a comparison. */
    public static String render(Comparison comparison) {
        StringBuilder out = new StringBuilder();
        List<String> header = new ArrayList<>(comparison.rowDimensions());
        header.addAll(FIGURES);
        append(out, header.stream().map(CsvRenderer::text).toList());
        comparison.lines().forEach(line -> append(out, line(comparison, line)));
        comparison.unpaired().forEach(row -> append(out, unpaired(comparison, row)));
        return out.toString();
    }

    private static List<String> row(Comparison comparison, Map<String, String> row) {
        return comparison.rowDimensions().stream()
                .map(dimension -> text(row.getOrDefault(dimension, "")))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<String> line(Comparison comparison, Line line) {
        List<String> cells = row(comparison, line.row());
        Judgement judgement = line.judgement();
        cells.add(text(line.column()));
        cells.add(text(line.metric()));
        cells.add(line.outcome() == null ? "" : JsonRenderer.word(line.outcome()));
        cells.add(judgement == null ? "" : JsonRenderer.word(judgement.reason()));
        cells.add(text(line.base().unit()));
        cells.add(number(line.base().value()));
        cells.add(Integer.toString(line.base().forks().size()));
        cells.add(number(line.candidate().value()));
        cells.add(Integer.toString(line.candidate().forks().size()));
        Effect effect = line.effect();
        cells.add(number(effect == null ? Double.NaN : effect.ratio()));
        cells.add(number(
                judgement == null ? Double.NaN : Math.exp(judgement.interval().low())));
        cells.add(number(
                judgement == null ? Double.NaN : Math.exp(judgement.interval().high())));
        cells.add(number(judgement == null ? Double.NaN : judgement.adjustedP()));
        cells.add(number(judgement == null ? Double.NaN : Math.expm1(judgement.smallestEffect())));
        cells.add(judgement == null ? "" : missing(judgement.missingForks()));
        cells.add(text(String.join("; ", line.notes())));
        return cells;
    }

    private static List<String> unpaired(Comparison comparison, Unpaired unpaired) {
        List<String> cells = row(comparison, unpaired.row());
        cells.add(text(unpaired.column()));
        cells.add("");
        cells.add(JsonRenderer.word(unpaired.state()));
        cells.addAll(Collections.nCopies(FIGURES.size() - 4, ""));
        cells.add(text(unpaired.message()));
        return cells;
    }

    private static String missing(int forks) {
        return forks == Power.TOO_MANY || forks == Power.UNKNOWN ? "" : Integer.toString(forks);
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    /** Quoted where it has to be, and never a formula. */
    static String text(String value) {
        boolean formula = !value.isEmpty() && "=+-@\t\r\n".indexOf(value.charAt(0)) >= 0;
        String safe = formula ? "'" + value : value;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    private static void append(StringBuilder out, List<String> cells) {
        out.append(String.join(",", cells)).append('\n');
    }
}
