package dev.convbench.chart;

import dev.convbench.results.Estimate;
import dev.convbench.results.Family;
import dev.convbench.results.MachineLimits;
import dev.convbench.results.OperationTable;
import dev.convbench.results.RunReport;
import dev.convbench.results.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** From a report to the pictures that show all of it; each is empty where the run does not hold what it needs. */
public final class RunCharts {
    private static final int MOST_POINTS = 24;
    private static final int MOST_LINES = 16;
    private static final String PARALLEL = "-parallel";

    private final RunReport report;
    private final Headline head;

    /** The pictures of a run; {@code head} stands above each. */
    RunCharts(RunReport report, Headline head) {
        this.report = report;
        this.head = head;
    }

    /** The pictures of a run, for a page that says elsewhere where they come from. */
    public static RunCharts of(RunReport report) {
        return new RunCharts(report, new Headline("", List.of(), List.of(), ""));
    }

    private List<OperationTable> tables() {
        return report.tables().stream()
                .filter(table -> table.family() == Family.CONV || table.family() == Family.POOL)
                .filter(table -> table.rows().stream().anyMatch(row -> row.work() > 0))
                .toList();
    }

    private static String name(OperationTable table) {
        return table.operation() + " · " + table.shape() + " · " + table.precision();
    }

    /** The speed of every strategy as bars, a panel a table; empty if none has a figure. */
    public Optional<String> speed(OperationTable table) {
        List<BarPanel> panels = SpeedPanels.of(report, List.of(table));
        return panels.isEmpty()
                ? Optional.empty()
                : Optional.of(new BarChart("", List.of(), List.of(), "", panels).draw());
    }

    /** Strategies against shapes: the share of the fastest. Needs two shapes or operations. */
    public Optional<Picture> heatMap() {
        List<OperationTable> columns = tables();
        if (columns.size() < 2) {
            return Optional.empty();
        }
        Map<String, double[]> rows = new LinkedHashMap<>();
        for (int column = 0; column < columns.size(); column++) {
            double fastest = columns.get(column).rows().stream()
                    .mapToDouble(row -> row.rate().exists() ? row.rate().value() : 0)
                    .max()
                    .orElse(0);
            for (OperationTable.Row row : columns.get(column).rows()) {
                if (row.rate().exists()) {
                    rows.computeIfAbsent(label(row), key -> unknown(columns.size()))[column] =
                            row.rate().value() / fastest;
                }
            }
        }
        List<Map.Entry<String, double[]>> sorted = new ArrayList<>(rows.entrySet());
        sorted.sort(Comparator.comparingDouble(row -> -mean(row.getValue())));
        return Optional.of(new HeatMap(
                head.titled(
                        "Strategies against shapes",
                        "speed in % of the fastest strategy on the same operation and shape; a dash was not measured"),
                sorted.stream().map(Map.Entry::getKey).toList(),
                columns.stream().map(RunCharts::name).toList(),
                sorted.stream().map(Map.Entry::getValue).toArray(double[][]::new)));
    }

    private static double[] unknown(int length) {
        double[] unknown = new double[length];
        Arrays.fill(unknown, Double.NaN);
        return unknown;
    }

    private static double mean(double[] shares) {
        return Arrays.stream(shares)
                .map(share -> Double.isNaN(share) ? 0 : share)
                .average()
                .orElse(0);
    }

    private static String label(OperationTable.Row row) {
        Work work = row.configuration().work();
        return work.strategy() + (work.workers() > 1 ? " ×" + work.workers() : "");
    }

    /** The fastest serial and parallel strategy of each convolution below the measured roofs. Needs peak and copy rate. */
    public Optional<Picture> roofline() {
        List<Roofline.Point> points = new ArrayList<>();
        Set<String> precisions = new LinkedHashSet<>();
        Set<Integer> workers = new LinkedHashSet<>();
        for (OperationTable table : tables()) {
            if (table.family() != Family.CONV || table.threads() > 1) {
                continue;
            }
            for (boolean parallel : new boolean[] {false, true}) {
                table.rows().stream()
                        .filter(row -> row.rate().exists()
                                && row.configuration().work().direct()
                                && row.configuration().work().workers() > 1 == parallel)
                        .findFirst()
                        .ifPresent(row -> {
                            Work work = row.configuration().work();
                            points.add(new Roofline.Point(
                                    label(row) + ", " + name(table),
                                    work.realFlops() / work.bytes(),
                                    row.rate().value() * work.realFlops() / 1e9,
                                    parallel));
                            precisions.add(work.precision());
                            workers.add(work.workers());
                        });
            }
        }
        List<Roofline.Roof> roofs = roofs(precisions, workers);
        return points.isEmpty() || roofs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Roofline(
                        head.titled(
                                "Convolutions below the roofs of the machine",
                                "the fastest direct strategy on one worker (blue) and on several (orange); roofs measured"
                                        + " in the same run: copy rate at the largest footprint, multiply-add peak"),
                        roofs,
                        points.subList(0, Math.min(points.size(), MOST_POINTS))));
    }

    private List<Roofline.Roof> roofs(Set<String> precisions, Set<Integer> workers) {
        List<Roofline.Roof> roofs = new ArrayList<>();
        for (String precision : precisions) {
            for (int count : workers) {
                Optional<Double> peak = report.limits().peak(precision);
                Optional<MachineLimits.Copy> copy = report.limits().copies().stream()
                        .filter(candidate -> candidate.workers() == count)
                        .max(Comparator.comparingDouble(MachineLimits.Copy::footprint));
                if (peak.isPresent() && copy.isPresent()) {
                    double flops = peak.get() * count / 1e9;
                    double bytes = copy.get().rate() / 1e9;
                    String name = String.format(
                            Locale.ROOT,
                            "%s, %d %s: %.0f GFLOP/s, %.0f GB/s",
                            precision,
                            count,
                            count == 1 ? "worker" : "workers",
                            flops,
                            bytes);
                    roofs.add(new Roofline.Roof(name, bytes, flops));
                }
            }
        }
        return roofs;
    }

    /** Speed over workers, relative to the serial twin. Needs a strategy at two numbers of workers. */
    public Optional<Picture> scaling() {
        List<Scaling.Line> lines = new ArrayList<>();
        for (OperationTable table : tables()) {
            Map<String, TreeMap<Integer, Double>> byStrategy = new LinkedHashMap<>();
            for (OperationTable.Row row : table.rows()) {
                Estimate rate = row.rate();
                Work work = row.configuration().work();
                if (rate.exists()) {
                    String serial = work.strategy().replace(PARALLEL, "");
                    byStrategy
                            .computeIfAbsent(serial, key -> new TreeMap<>())
                            .merge(work.workers(), rate.value(), Math::max);
                }
            }
            byStrategy.forEach((strategy, rates) -> {
                if (rates.size() > 1 && rates.containsKey(1)) {
                    double one = rates.get(1);
                    lines.add(new Scaling.Line(
                            strategy + ", " + name(table),
                            rates.keySet().stream().mapToInt(Integer::intValue).toArray(),
                            rates.values().stream()
                                    .mapToDouble(rate -> rate / one)
                                    .toArray()));
                }
            });
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Scaling(
                        head.titled(
                                "Scaling over workers",
                                "times as fast as the same strategy on one worker; dashed: perfect"),
                        lines.subList(0, Math.min(lines.size(), MOST_LINES))));
    }
}
