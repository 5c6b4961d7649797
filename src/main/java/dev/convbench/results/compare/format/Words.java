package dev.convbench.results.compare.format;

import dev.convbench.results.Numbers;
import dev.convbench.results.compare.Comparison;
import dev.convbench.results.compare.Line;
import dev.convbench.results.compare.Unpaired;
import dev.convbench.results.stats.Judgement;
import dev.convbench.results.stats.Outcome;
import dev.convbench.results.stats.Power;
import dev.convbench.results.stats.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a comparison is put into words and figures, the same in every format for people. */
final class Words {
    private static final String BENCHMARK = "benchmark";
    private static final String RUN = "run";

    /** Regressions, improvements, what is open, what is unchanged, what is not judged; the largest first. */
    static final Comparator<Line> MOST_IMPORTANT_FIRST = Comparator.comparingInt(Words::rank)
            .thenComparing(Comparator.comparingDouble(Words::magnitude).reversed());

    private final Comparison comparison;
    private final Rule rule;
    private final Map<String, String> shortNames;
    private final Map<String, String> common;

    Words(Comparison comparison) {
        this.comparison = comparison;
        rule = comparison.options().rule();
        List<Map<String, String>> rows = new ArrayList<>();
        comparison.lines().forEach(line -> rows.add(line.row()));
        comparison.unpaired().forEach(row -> rows.add(row.row()));
        shortNames = shortNames(rows);
        common = common(rows);
    }

    /** Class and method of each benchmark, or the whole name where two would look alike. */
    private static Map<String, String> shortNames(List<Map<String, String>> rows) {
        Set<String> names = rows.stream()
                .map(row -> row.get(BENCHMARK))
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, Long> count =
                names.stream().collect(Collectors.groupingBy(Words::classAndMethod, Collectors.counting()));
        Map<String, String> shortNames = new LinkedHashMap<>();
        for (String name : names) {
            String candidate = classAndMethod(name);
            shortNames.put(name, count.get(candidate) == 1 ? candidate : name);
        }
        return shortNames;
    }

    private static String classAndMethod(String name) {
        int method = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', method - 1) + 1);
    }

    /**
     * Dimensions with one value in all rows that have them; the benchmark is never one of them. None are if rows would
     * look alike without them.
     */
    private Map<String, String> common(List<Map<String, String>> rows) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        rows.forEach(row -> row.forEach((dimension, value) ->
                values.computeIfAbsent(dimension, key -> new LinkedHashSet<>()).add(value)));
        values.remove(BENCHMARK);
        values.values().removeIf(all -> all.size() > 1);
        Map<String, String> single = new LinkedHashMap<>();
        values.forEach((dimension, all) -> single.put(dimension, all.iterator().next()));
        Set<Map<String, String>> rests = new HashSet<>();
        Set<Map<String, String>> different = new HashSet<>(rows);
        different.forEach(row -> {
            Map<String, String> rest = new LinkedHashMap<>(row);
            rest.keySet().removeAll(single.keySet());
            rests.add(rest);
        });
        return rests.size() == different.size() && rows.size() > 1 ? single : Map.of();
    }

    private static int rank(Line line) {
        if (line.outcome() == null) {
            return 4;
        }
        return switch (line.outcome()) {
            case REGRESSION -> 0;
            case IMPROVEMENT -> 1;
            case INCONCLUSIVE -> 2;
            case NO_CHANGE -> 3;
        };
    }

    private static double magnitude(Line line) {
        return line.effect() == null ? 0 : Math.abs(line.effect().logRatio());
    }

    /** What all rows have in common; empty if nothing. */
    String common() {
        return common.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    /** A row's name without what all rows have in common. */
    String row(Map<String, String> row) {
        List<String> parts = new ArrayList<>();
        row.forEach((dimension, value) -> {
            if (dimension.equals(BENCHMARK)) {
                parts.add(shortNames.getOrDefault(value, value));
            } else if (!common.containsKey(dimension)) {
                parts.add(dimension + "=" + value);
            }
        });
        return String.join(" ", parts);
    }

    /** A line's name: its row, and the metric if it is not the score. */
    String name(Line line) {
        return row(line.row()) + metric(line);
    }

    private static String metric(Line line) {
        if (line.metric().equals(Line.SCORE)) {
            return "";
        }
        return " " + (line.kind() == Line.Kind.EXACT ? "allocation" : line.metric());
    }

    /** Both numbers of forks. */
    static String forks(Line line) {
        return forks(line.base().forks().size()) + "+"
                + forks(line.candidate().forks().size());
    }

    private static String forks(int forks) {
        return forks == 0 ? "?" : Integer.toString(forks);
    }

    /** The ratio less one in per cent, or a factor where that reads better; the difference where there is no ratio. */
    static String change(Line line) {
        if (line.metric().equals(Line.SCORE)) {
            return line.effect() == null ? "-" : ratio(line.effect().logRatio());
        }
        String unit = " " + line.base().unit();
        if (line.effect() != null) {
            double logRatio = line.effect().logRatio();
            return isFactor(logRatio)
                    ? factor(logRatio) + (logRatio > 0 ? " more" : " less") + unit
                    : percent(logRatio) + unit;
        }
        double difference = line.candidate().value() - line.base().value();
        return Double.isNaN(difference) ? "-" : (difference > 0 ? "+" : "") + Numbers.significant(difference) + unit;
    }

    /** A log ratio of times: per cent with a sign up to a factor of two, beyond it a factor and a word. */
    static String ratio(double logRatio) {
        return isFactor(logRatio) ? factor(logRatio) + direction(logRatio) : percent(logRatio);
    }

    /** The interval of a tested line; a dash without one. */
    static String interval(Line line) {
        Judgement judgement = line.judgement();
        if (judgement == null || !judgement.interval().isKnown()) {
            return "-";
        }
        double low = judgement.interval().low();
        double high = judgement.interval().high();
        if (!isFactor(line.effect().logRatio()) && high < Math.log(10)) {
            return "[" + percent(low) + ", " + percent(high) + "]";
        }
        if (low < 0 && high > 0) {
            return "[" + factor(low) + direction(low) + ", " + factor(high) + direction(high) + "]";
        }
        return low > 0 ? "[" + factor(low) + ", " + factor(high) + "]" : "[" + factor(high) + ", " + factor(low) + "]";
    }

    private static boolean isFactor(double logRatio) {
        return Math.abs(logRatio) > Math.log(2);
    }

    private static String factor(double logRatio) {
        double factor = Math.exp(Math.abs(logRatio));
        return factor < 1e5 ? Numbers.factor(factor) : String.format(Locale.ROOT, "%.0ex", factor);
    }

    private static String direction(double logRatio) {
        return logRatio > 0 ? " slower" : " faster";
    }

    private static String percent(double logRatio) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * Math.expm1(logRatio))
                .replace("-0.0 %", "+0.0 %");
    }

    /** A size without direction, such as 5.2 % or 3.1x. */
    private static String size(double logRatio) {
        return isFactor(logRatio)
                ? factor(logRatio)
                : String.format(Locale.ROOT, "%.1f %%", 100 * Math.expm1(logRatio));
    }

    /** A share such as 1 % or 0.5 %. */
    static String share(double share) {
        return String.format(
                Locale.ROOT,
                "%s %%",
                Double.toString(Math.round(share * 1e6) / 1e4).replaceAll("\\.0$", ""));
    }

    /** The verdict in a word or two; empty for a line that is only shown. */
    String verdict(Line line) {
        return line.outcome() == null ? "" : verdict(line.outcome());
    }

    /** The verdict in a word or two. */
    String verdict(Outcome outcome) {
        boolean versions = comparison.options().isAboutVersions();
        return switch (outcome) {
            case REGRESSION -> versions ? "REGRESSION" : "slower";
            case IMPROVEMENT -> versions ? "improvement" : "faster";
            case NO_CHANGE -> "no " + (versions ? "change" : "difference");
            case INCONCLUSIVE -> "cannot conclude";
        };
    }

    /** What a reader should know beside the verdict; empty if it says all. */
    String detail(Line line) {
        List<String> parts = new ArrayList<>();
        if (line.judgement() != null && line.outcome() == Outcome.INCONCLUSIVE) {
            parts.addAll(inconclusive(line.judgement()));
        }
        parts.addAll(line.notes());
        return String.join("; ", parts);
    }

    private List<String> inconclusive(Judgement judgement) {
        String about = switch (judgement.reason()) {
            case ONE_FORK -> "";
            case TOO_FEW_FORKS -> "too few forks";
            case REAL_BUT_MAYBE_SMALL -> "it differs, but perhaps by less than " + share(rule.minEffect());
            case TOO_NOISY, SIGNIFICANT, WITHIN_MARGIN -> "could show " + size(judgement.smallestEffect()) + " or more";
        };
        return Stream.of(about, missing(judgement))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String missing(Judgement judgement) {
        int missing = judgement.missingForks();
        boolean undecided = judgement.reason() == Judgement.Reason.REAL_BUT_MAYBE_SMALL;
        if (missing == Power.TOO_MANY) {
            return undecided
                    ? "it is too near to that to tell"
                    : "it varies too much to show " + size(judgement.settlingEffect())
                            + " with any reasonable number of forks";
        }
        if (missing <= 0) {
            return "";
        }
        return "about " + missing + " more " + (missing == 1 ? "fork" : "forks") + " a side would "
                + (undecided ? "tell" : "show " + size(judgement.settlingEffect()));
    }

    /** What too few forks mean; empty if all lines have enough. */
    List<String> shortages() {
        int fewest = Power.fewestForks(rule.alpha());
        List<String> shortages = new ArrayList<>();
        long single = comparison.lines().stream()
                .filter(line -> is(line, Judgement.Reason.ONE_FORK))
                .count();
        if (single > 0) {
            shortages.add("one fork on a side (" + single + " of "
                    + comparison.lines().size()
                    + "): one JVM says nothing about how JVMs differ, so there is no interval and no claim;"
                    + " a verdict needs at least " + fewest + " forks a side");
        }
        long few = comparison.lines().stream()
                .filter(line -> is(line, Judgement.Reason.TOO_FEW_FORKS))
                .count();
        if (few > 0) {
            shortages.add("too few forks (" + few + " of " + comparison.lines().size()
                    + "): with so few, chance alone would set all forks of one side apart from all of the other in more than "
                    + share(rule.alpha()) + " of cases; a verdict needs at least " + fewest + " forks a side");
        }
        return shortages;
    }

    private static boolean is(Line line, Judgement.Reason reason) {
        return line.judgement() != null && line.judgement().reason() == reason;
    }

    /** What a row that lacks a side is about. */
    String unpaired(Unpaired row) {
        String message = row.message().isEmpty() ? "" : ": " + row.message();
        String base = column(comparison.baseline());
        String other = column(row.column());
        return switch (row.state()) {
            case MISSING -> "only in " + base + ", not in " + other;
            case ADDED -> "only in " + other + ", not in " + base;
            case FAILED -> "FAILED in " + other + message;
            case BASELINE_FAILED -> "failed in " + base + message;
        };
    }

    /** A column's name in a sentence: of two runs their role, else its value. */
    String column(String column) {
        if (comparison.columns().size() > 2 || !comparison.options().columns().equals(List.of(RUN))) {
            return column;
        }
        return column.equals(comparison.baseline()) ? "the baseline" : "the candidate";
    }

    /** How it was judged, in sentences. */
    List<String> rules() {
        List<String> rules = new ArrayList<>();
        rules.add("time/op: change of the time that an operation takes, against " + column(comparison.baseline())
                + "; + is slower, in every mode and unit");
        rules.add("called: what is at least " + share(rule.minEffect()) + " and beyond chance at " + share(rule.alpha())
                + " for all " + comparison.tested() + " tested together; intervals hold " + share(rule.confidence())
                + ", each for itself; the unit is the fork");
        return rules;
    }

    /** The outcome in figures. */
    String summary() {
        List<String> parts = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            int count = comparison.with(outcome).size();
            if (count > 0) {
                parts.add(count + " " + noun(outcome, count));
            }
        }
        for (Unpaired.State state : Unpaired.State.values()) {
            int count = comparison.with(state).size();
            if (count > 0) {
                parts.add(count + " " + noun(state));
            }
        }
        return parts.isEmpty() ? "nothing was judged" : String.join(", ", parts);
    }

    private String noun(Outcome outcome, int count) {
        boolean versions = comparison.options().isAboutVersions();
        String plural = versions && count > 1 ? "s" : "";
        return switch (outcome) {
            case REGRESSION, IMPROVEMENT -> verdict(outcome).toLowerCase(Locale.ROOT) + plural;
            case NO_CHANGE -> verdict(outcome) + " within " + share(rule.minEffect());
            case INCONCLUSIVE -> verdict(outcome);
        };
    }

    private String noun(Unpaired.State state) {
        String other =
                comparison.columns().size() == 2 ? column(comparison.columns().get(1)) : "others";
        return switch (state) {
            case MISSING -> "only in " + column(comparison.baseline());
            case ADDED -> "only in " + other;
            case FAILED -> "failed";
            case BASELINE_FAILED -> "failed in " + column(comparison.baseline());
        };
    }
}
