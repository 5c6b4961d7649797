package dev.convbench.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Everything that is said about one run, ready to be rendered.
 *
 * @param run what it is about
 * @param tables one an operation and shape
 * @param limits peak and copy rates
 * @param verdict whether to believe it
 * @param failures failed forks
 * @param metrics secondary metrics that profilers of the user added
 */
public record RunReport(
        Run run,
        List<OperationTable> tables,
        MachineLimits limits,
        Verdict verdict,
        List<Failure> failures,
        List<Metric> metrics) {
    /** Secondary metric: the largest error against the reference. */
    public static final String MAX_ERROR = "maxError";

    private static final String BASELINE = "naive";

    /**
     * A configuration with failed forks.
     *
     * @param configuration which
     * @param message the first failure
     * @param count how many of its forks failed
     */
    public record Failure(Configuration configuration, String message, int count) {}

    /**
     * A metric of a profiler.
     *
     * @param configuration where
     * @param label name of the metric
     * @param value mean over the forks
     * @param unit its unit
     */
    public record Metric(Configuration configuration, String label, double value, String unit) {}

    /** Works out a run. */
    public static RunReport of(Run run) {
        MachineLimits limits = MachineLimits.of(run);
        Map<String, List<Configuration>> groups = new LinkedHashMap<>();
        for (Configuration configuration : run.document().configurations()) {
            Family family = configuration.work().family();
            if (family != Family.PEAK && family != Family.COPY) {
                groups.computeIfAbsent(groupKey(configuration), key -> new ArrayList<>())
                        .add(configuration);
            }
        }
        List<OperationTable> tables = new ArrayList<>();
        for (List<Configuration> group : groups.values()) {
            OperationTable table = table(run, limits, group);
            if (!table.rows().isEmpty()) {
                tables.add(table);
            }
        }
        return new RunReport(run, tables, limits, Verdict.of(run, limits), failures(run), metrics(run));
    }

    private static String groupKey(Configuration configuration) {
        Work work = configuration.work();
        String shape = work.descriptor() + " " + work.shape() + " " + work.precision();
        return configuration.benchmark() + " " + configuration.mode() + " " + work.family() + " " + shape;
    }

    private static OperationTable table(Run run, MachineLimits limits, List<Configuration> group) {
        double baseline = group.stream()
                .filter(configuration -> BASELINE.equals(configuration.work().strategy()))
                .mapToDouble(configuration -> run.rate(configuration).value())
                .findFirst()
                .orElse(Double.NaN);
        List<OperationTable.Row> rows = new ArrayList<>();
        for (Configuration configuration : group) {
            if (!run.forksOf(configuration).isEmpty()) {
                rows.add(row(run, limits, configuration, baseline));
            }
        }
        rows.sort(Comparator.comparingDouble((OperationTable.Row row) ->
                        row.rate().exists() ? -row.rate().value() : Double.POSITIVE_INFINITY)
                .thenComparing(row -> row.configuration().id()));
        Configuration first = group.get(0);
        Work work = first.work();
        int threads = group.stream()
                .mapToInt(configuration -> Verdict.threads(run, configuration))
                .max()
                .orElse(1);
        return new OperationTable(
                work.operation(),
                work.shape(),
                work.descriptor(),
                work.precision(),
                first.mode(),
                threads,
                work.family(),
                rows);
    }

    private static OperationTable.Row row(Run run, MachineLimits limits, Configuration configuration, double baseline) {
        Estimate rate = run.rate(configuration);
        Work work = configuration.work();
        double unit = work.family() == Family.CONV ? work.nominalFlops() : work.bytes();
        double attainable = limits.attainable(work, Verdict.threads(run, configuration));
        String failure = run.forksOf(configuration).stream()
                .filter(fork -> !fork.ok())
                .map(Fork::message)
                .findFirst()
                .orElse(null);
        return new OperationTable.Row(
                configuration,
                rate,
                unit > 0 ? rate.value() * unit / 1e9 : Double.NaN,
                rate.value() / attainable,
                rate.value() / baseline,
                run.worst(configuration, MAX_ERROR),
                failure);
    }

    /** The configurations of which forks failed. */
    static List<Failure> failures(Run run) {
        List<Failure> failures = new ArrayList<>();
        for (Configuration configuration : run.document().configurations()) {
            List<Fork> failed = run.forks().stream()
                    .filter(fork -> fork.config() == configuration.id() && !fork.ok())
                    .toList();
            if (!failed.isEmpty()) {
                failures.add(new Failure(configuration, failed.get(0).message(), failed.size()));
            }
        }
        return failures;
    }

    private static List<Metric> metrics(Run run) {
        List<Metric> metrics = new ArrayList<>();
        for (Configuration configuration : run.document().configurations()) {
            List<Fork> forks =
                    run.forksOf(configuration).stream().filter(Fork::ok).toList();
            TreeSet<String> labels = new TreeSet<>();
            forks.forEach(
                    fork -> fork.result().path("secondaryMetrics").fieldNames().forEachRemaining(labels::add));
            labels.removeAll(List.of(MAX_ERROR, MachineLimits.FLOPS_PER_OP, MachineLimits.BYTES_PER_OP));
            for (String label : labels) {
                double mean = forks.stream()
                        .mapToDouble(fork -> fork.secondary(label))
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.NaN);
                String unit = forks.stream()
                        .map(fork -> fork.result()
                                .path("secondaryMetrics")
                                .path(label)
                                .path("scoreUnit")
                                .asText(""))
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
                if (!Double.isNaN(mean)) {
                    metrics.add(new Metric(configuration, label, mean, unit));
                }
            }
        }
        return metrics;
    }
}
