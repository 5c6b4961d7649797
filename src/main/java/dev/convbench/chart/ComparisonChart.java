package dev.convbench.chart;

import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Line;
import dev.convbench.results.stats.Interval;
import dev.convbench.results.stats.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pictures of a comparison. */
public final class ComparisonChart {
    private static final int MOST_ROWS = 120;
    private static final String BENCHMARK = "benchmark";

    private ComparisonChart() {}

    /** The ratio of the times of every judged row, the largest changes first; empty if none was judged. */
    public static Optional<Picture> ratios(Comparison comparison) {
        return ratios(comparison, List.of(), "");
    }

    /**
     * The same with a text of where the data come from.
     *
     * @param origins lines below the headline, such as machine, JDK and date of either side
     * @param source what the data was, for machines; may be empty
     */
    static Optional<Picture> ratios(Comparison comparison, List<String> origins, String source) {
        double confidence = comparison.options().rule().confidence();
        List<String> names = telling(comparison);
        List<RatioPlot.Row> rows = comparison.lines().stream()
                .filter(line -> line.kind() == Line.Kind.TESTED && line.metric().equals(Line.SCORE))
                .sorted((a, b) -> Double.compare(
                        Math.abs(b.effect().logRatio()), Math.abs(a.effect().logRatio())))
                .limit(MOST_ROWS)
                .map(line -> row(line, confidence, names))
                .toList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "time of the candidate against the baseline %s; bars are %.0f %% intervals from the forks",
                comparison.baseline(),
                confidence * 100));
        lines.addAll(origins);
        Headline head = new Headline("What became slower or faster", lines, List.of(), source);
        return Optional.of(new RatioPlot(head, rows));
    }

    /** The dimensions that tell rows apart: the benchmark, and what has several values. */
    public static List<String> telling(Comparison comparison) {
        return comparison.rowDimensions().stream()
                .filter(name -> name.equals(BENCHMARK)
                        || comparison.lines().stream()
                                        .map(line -> line.row().get(name))
                                        .filter(value -> value != null)
                                        .distinct()
                                        .count()
                                > 1)
                .toList();
    }

    private static RatioPlot.Row row(Line line, double confidence, List<String> names) {
        Interval interval = line.effect().interval(confidence);
        double ratio = line.effect().ratio();
        return new RatioPlot.Row(
                label(line.row(), names),
                ratio,
                interval.isKnown() ? Math.exp(interval.low()) : ratio,
                interval.isKnown() ? Math.exp(interval.high()) : ratio,
                words(line.outcome()),
                ink(line.outcome()));
    }

    /** The values that name a row, without the package of the benchmark. */
    public static String label(Map<String, String> row, List<String> names) {
        return names.stream()
                .filter(row::containsKey)
                .map(name -> name.equals(BENCHMARK)
                        ? row.get(name).replaceFirst("^.*\\.(?=[^.]+\\.[^.]+$)", "")
                        : row.get(name))
                .collect(Collectors.joining(" · "));
    }

    /** A verdict in words. */
    public static String words(Outcome outcome) {
        return outcome == null
                ? "not judged"
                : outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Ink ink(Outcome outcome) {
        if (outcome == Outcome.REGRESSION) {
            return Ink.WARNING;
        }
        return outcome == Outcome.IMPROVEMENT ? Ink.FIRST : Ink.REFERENCE;
    }
}
