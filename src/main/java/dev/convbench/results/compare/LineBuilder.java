package dev.convbench.results.compare;

import dev.convbench.results.jmh.JmhMetric;
import dev.convbench.results.stats.Effect;
import dev.convbench.results.stats.ExactRule;
import dev.convbench.results.stats.Modes;
import dev.convbench.results.stats.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The lines of one row and column: the score, the allocation, and further metrics if asked for. */
final class LineBuilder {
    /** Bytes allocated by an operation, from JMH's gc profiler. */
    static final String ALLOCATION = "gc.alloc.rate.norm";

    /** What that profiler reports even if nothing was allocated. */
    private static final String ALLOCATION_RATE = "gc.alloc.rate";

    private final Map<String, String> name;
    private final String column;
    private final Options options;

    LineBuilder(Map<String, String> name, String column, Options options) {
        this.name = name;
        this.column = column;
        this.options = options;
    }

    /** All lines of two cells that were both measured. */
    List<Line> lines(List<Measurement> base, List<Measurement> candidate) {
        List<Line> lines = new ArrayList<>();
        lines.add(score(base, candidate));
        List<Double> before = allocation(base);
        List<Double> after = allocation(candidate);
        if (before != null && after != null) {
            lines.add(exact(before, after));
        }
        TreeSet<String> labels = new TreeSet<>();
        base.forEach(measurement -> labels.addAll(measurement.secondary().keySet()));
        for (String label : labels) {
            if (!(label.equals(ALLOCATION) && before != null && after != null) && isAskedFor(label)) {
                shown(label, base, candidate, lines);
            }
        }
        return lines;
    }

    private boolean isAskedFor(String label) {
        return options.metrics().stream().map(Pattern::asPredicate).anyMatch(wanted -> wanted.test(label));
    }

    private Line score(List<Measurement> base, List<Measurement> candidate) {
        Scores before = Scores.of(base);
        Scores after = Scores.of(candidate);
        List<String> notes = new ArrayList<>();
        failures(candidate, "", notes);
        failures(base, " in the baseline", notes);
        if (before == null || after == null || !before.isComparable(after)) {
            notes.add("units differ: " + base.get(0).primary().unit() + " against "
                    + candidate.get(0).primary().unit());
            return new Line(
                    name,
                    column,
                    Line.SCORE,
                    Line.Kind.SHOWN,
                    plain(base.get(0).primary()),
                    plain(candidate.get(0).primary()),
                    null,
                    null,
                    null,
                    notes);
        }
        Side left = before.side(before);
        Side right = after.side(before);
        sideNotes(left, base, "the baseline", before, notes);
        sideNotes(right, candidate, "the candidate", after, notes);
        Effect effect = Effect.unpaired(before.logTimes(), after.logTimes());
        return new Line(name, column, Line.SCORE, Line.Kind.TESTED, left, right, effect, null, null, notes);
    }

    private static void failures(List<Measurement> cell, String where, List<String> notes) {
        int failed = cell.stream().mapToInt(Measurement::failedForks).sum();
        if (failed > 0) {
            String why = cell.stream()
                    .filter(measurement -> measurement.failedForks() > 0)
                    .map(Measurement::failure)
                    .findFirst()
                    .orElse("");
            notes.add(failed + (failed == 1 ? " fork" : " forks") + " failed" + where + ": " + why);
        }
    }

    private void sideNotes(Side side, List<Measurement> cell, String which, Scores scores, List<String> notes) {
        if (cell.size() > 1) {
            notes.add(which + " joins the forks of " + cell.size() + " results");
        }
        if (side.isScoreOnly()) {
            notes.add(which + " has a score and no raw data, which counts as one fork");
        }
        if (side.unusable() > 0) {
            notes.add(side.unusable() + " forks of " + which + " have no usable iteration");
        }
        Modes modes = Modes.of(scores.logTimes(), options.rule().margin());
        if (modes != null) {
            notes.add(String.format(
                    Locale.ROOT,
                    "the forks of %s fall into two groups: %d fast ones and %d that take %.1f %% longer",
                    which,
                    modes.fastCount(),
                    modes.slowCount(),
                    100 * Math.expm1(modes.slow() - modes.fast())));
        }
    }

    /** Bytes an operation of each fork; none was allocated where only the rate is reported; null if it was not measured. */
    private static List<Double> allocation(List<Measurement> cell) {
        List<Double> values = new ArrayList<>();
        for (Measurement measurement : cell) {
            JmhMetric bytes = measurement.secondary().get(ALLOCATION);
            JmhMetric rate = measurement.secondary().get(ALLOCATION_RATE);
            if (bytes != null) {
                values.addAll(values(bytes));
            } else if (rate != null) {
                values.addAll(Collections.nCopies(Math.max(1, rate.forks().size()), 0.0));
            } else {
                return null;
            }
        }
        return values.isEmpty() ? null : values;
    }

    /** A value a fork; the score if there are no rows, as of profilers outside of the JVM. */
    private static List<Double> values(JmhMetric metric) {
        List<Double> usable = metric.usable();
        return usable.isEmpty() && Double.isFinite(metric.score()) ? List.of(metric.score()) : usable;
    }

    private Line exact(List<Double> before, List<Double> after) {
        Outcome outcome = ExactRule.BYTES_PER_OPERATION.judge(before, after);
        List<String> notes = new ArrayList<>();
        if (!ExactRule.isEnough(before) || !ExactRule.isEnough(after)) {
            notes.add("a verdict on allocation needs two forks a side");
        } else if (outcome == Outcome.INCONCLUSIVE) {
            notes.add("the forks of a side allocate differently, or both sides overlap");
        }
        return new Line(
                name,
                column,
                ALLOCATION,
                Line.Kind.EXACT,
                side(before, "B/op"),
                side(after, "B/op"),
                ratio(before, after),
                null,
                outcome,
                notes);
    }

    private void shown(String label, List<Measurement> base, List<Measurement> candidate, List<Line> lines) {
        List<Double> before = gathered(base, label);
        List<Double> after = gathered(candidate, label);
        if (before.isEmpty() || after.isEmpty()) {
            return;
        }
        String unit = base.get(0).secondary().get(label) == null
                ? ""
                : base.get(0).secondary().get(label).unit();
        lines.add(new Line(
                name,
                column,
                label,
                Line.Kind.SHOWN,
                side(before, unit),
                side(after, unit),
                ratio(before, after),
                null,
                null,
                List.of()));
    }

    private static List<Double> gathered(List<Measurement> cell, String label) {
        return cell.stream()
                .map(measurement -> measurement.secondary().get(label))
                .filter(metric -> metric != null)
                .flatMap(metric -> values(metric).stream())
                .toList();
    }

    private static Side plain(JmhMetric metric) {
        return side(values(metric), metric.unit());
    }

    private static Side side(List<Double> forks, String unit) {
        double[] sorted =
                forks.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length == 0
                ? Double.NaN
                : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Side(median, unit, forks, 0);
    }

    private static Effect ratio(List<Double> before, List<Double> after) {
        boolean positive =
                before.stream().allMatch(value -> value > 0) && after.stream().allMatch(value -> value > 0);
        return positive ? Effect.unpaired(logs(before), logs(after)) : null;
    }

    private static double[] logs(List<Double> values) {
        return Arrays.stream(values.stream().mapToDouble(Double::doubleValue).toArray())
                .map(Math::log)
                .toArray();
    }
}
