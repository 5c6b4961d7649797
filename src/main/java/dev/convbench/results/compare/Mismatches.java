package dev.convbench.results.compare;

import dev.convbench.results.compare.Mismatch.Kind;
import dev.convbench.results.jmh.JmhEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds what makes measurements unlike, apart from what is compared on purpose. */
final class Mismatches {
    private static final Map<Kind, Function<Measurement, String>> SURROUNDINGS = new EnumMap<>(Map.of(
            Kind.CPU, measurement -> measurement.origin().cpu(),
            Kind.JDK, Measurement::jdk,
            Kind.FLAGS, Measurement::flags,
            Kind.BATCH, Mismatches::batch));

    private final Projection projection;
    private final Options options;

    private Mismatches(Projection projection, Options options) {
        this.projection = projection;
        this.options = options;
    }

    /** All of them, the tolerated ones too. */
    static List<Mismatch> of(Projection projection, Options options) {
        Mismatches mismatches = new Mismatches(projection, options);
        List<Mismatch> found = new ArrayList<>();
        for (Map.Entry<Kind, Function<Measurement, String>> kind : SURROUNDINGS.entrySet()) {
            if (!mismatches.isCompared(kind.getKey())) {
                mismatches.surroundings(kind.getKey(), kind.getValue(), found);
            }
        }
        if (options.isAboutVersions()) {
            mismatches.parameters(found);
        }
        return found;
    }

    /** Whether it is what the columns differ in. What names the rows is equal within them. */
    private boolean isCompared(Kind kind) {
        return options.columns().contains(kind.text());
    }

    private void surroundings(Kind kind, Function<Measurement, String> property, List<Mismatch> found) {
        int rows = 0;
        int all = 0;
        List<String> first = null;
        for (Projection.Row row : projection.rows()) {
            for (String column :
                    projection.columns().subList(1, projection.columns().size())) {
                if (!row.cells().containsKey(projection.columns().get(0))
                        || !row.cells().containsKey(column)) {
                    continue;
                }
                all++;
                Set<String> values = new LinkedHashSet<>();
                values.addAll(values(row, projection.columns().get(0), property));
                values.addAll(values(row, column, property));
                if (values.size() > 1) {
                    rows++;
                    first = first == null ? List.copyOf(values) : first;
                }
            }
        }
        if (first != null) {
            String where = rows == all ? "" : " in " + rows + " of " + all + " rows";
            found.add(
                    new Mismatch(kind, name(kind) + " differ" + where + ": " + String.join(" against ", first), rows));
        }
    }

    private static Set<String> values(Projection.Row row, String column, Function<Measurement, String> property) {
        return row.cells().get(column).stream()
                .map(property)
                .filter(value -> value != null)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String name(Kind kind) {
        return switch (kind) {
            case CPU -> "the machines";
            case JDK -> "the JDKs";
            case FLAGS -> "the JVM flags";
            case PARAMS -> "the parameters";
            case BATCH -> "the batch sizes";
        };
    }

    private static String batch(Measurement measurement) {
        JmhEntry.Settings settings = measurement.settings();
        return settings == null || settings.batchSize() == 0
                ? null
                : settings.batchSize() + " (warm-up " + settings.warmupBatchSize() + ")";
    }

    /** Benchmarks that both columns have and that share no row. */
    private void parameters(List<Mismatch> found) {
        String baseline = projection.columns().get(0);
        Map<String, String> reasons = new LinkedHashMap<>();
        for (String column :
                projection.columns().subList(1, projection.columns().size())) {
            Map<String, List<Projection.Row>> byBenchmark = projection.rows().stream()
                    .filter(row ->
                            row.cells().containsKey(baseline) || row.cells().containsKey(column))
                    .collect(Collectors.groupingBy(Mismatches::benchmark, LinkedHashMap::new, Collectors.toList()));
            byBenchmark.forEach((benchmark, rows) -> {
                boolean inBaseline = rows.stream().anyMatch(row -> row.cells().containsKey(baseline));
                boolean inColumn = rows.stream().anyMatch(row -> row.cells().containsKey(column));
                boolean shared =
                        rows.stream().anyMatch(row -> row.cells().keySet().containsAll(List.of(baseline, column)));
                if (inBaseline && inColumn && !shared) {
                    reasons.putIfAbsent(benchmark, reason(benchmark, rows, baseline, column));
                }
            });
        }
        if (!reasons.isEmpty()) {
            String more = reasons.size() == 1 ? "" : " (and " + (reasons.size() - 1) + " more benchmarks)";
            found.add(new Mismatch(Kind.PARAMS, reasons.values().iterator().next() + more, reasons.size()));
        }
    }

    private static String benchmark(Projection.Row row) {
        return row.cells().values().iterator().next().get(0).benchmark();
    }

    private static String reason(String benchmark, List<Projection.Row> rows, String baseline, String column) {
        Set<String> before = names(rows, baseline);
        Set<String> after = names(rows, column);
        return before.equals(after)
                ? "no combination of mode, threads and parameters of " + benchmark + " is on both sides"
                : benchmark + " has " + list(before) + " on one side and " + list(after) + " on the other";
    }

    private static String list(Set<String> names) {
        return names.isEmpty() ? "no parameters" : "the parameters " + String.join(", ", names);
    }

    private static Set<String> names(List<Projection.Row> rows, String column) {
        return rows.stream()
                .flatMap(row -> row.cells().getOrDefault(column, List.of()).stream())
                .flatMap(measurement -> measurement.params().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
