package dev.convbench.results.compare;

import dev.convbench.results.stats.Outcome;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The answer: everything that can be said about runs against each other, or about one across a parameter.
 *
 * @param options what was asked
 * @param origins what was read
 * @param rowDimensions dimensions that name the rows
 * @param columns values that are compared, the baseline first
 * @param lines one for each row, other column and metric
 * @param unpaired rows that lack a side
 * @param failedForks failed forks in other columns than the baseline
 * @param tolerated what differs and was allowed to
 * @param notes what a reader should know of the whole, one sentence each
 */
public record Comparison(
        Options options,
        List<Origin> origins,
        List<String> rowDimensions,
        List<String> columns,
        List<Line> lines,
        List<Unpaired> unpaired,
        int failedForks,
        List<Mismatch> tolerated,
        List<String> notes) {
    /** Copies the lists. */
    public Comparison {
        origins = List.copyOf(origins);
        rowDimensions = List.copyOf(rowDimensions);
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
        unpaired = List.copyOf(unpaired);
        tolerated = List.copyOf(tolerated);
        notes = List.copyOf(notes);
    }

    /** The baseline column. */
    public String baseline() {
        return columns.get(0);
    }

    /** Lines with an outcome. */
    public List<Line> with(Outcome outcome) {
        return lines.stream().filter(line -> line.outcome() == outcome).toList();
    }

    /** Rows in a state. */
    public List<Unpaired> with(Unpaired.State state) {
        return unpaired.stream().filter(row -> row.state() == state).toList();
    }

    /** Whether a benchmark of another column than the baseline failed, wholly or in some forks. */
    public boolean hasFailures() {
        return failedForks > 0 || !with(Unpaired.State.FAILED).isEmpty();
    }

    /** How many lines were tested together. */
    public long tested() {
        return lines.stream()
                .filter(line -> line.judgement() != null
                        && !Double.isNaN(line.judgement().adjustedP()))
                .count();
    }

    /** Geometric mean of the time ratios of a column; empty without any. */
    public OptionalDouble meanRatio(String column) {
        OptionalDouble mean = lines.stream()
                .filter(line -> line.kind() == Line.Kind.TESTED && line.column().equals(column))
                .mapToDouble(line -> line.effect().logRatio())
                .average();
        return mean.isPresent() ? OptionalDouble.of(Math.exp(mean.getAsDouble())) : mean;
    }
}
