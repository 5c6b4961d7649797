package dev.convbench.chart;

import dev.convbench.results.Configuration;
import dev.convbench.results.Estimate;
import dev.convbench.results.Family;
import dev.convbench.results.Fork;
import dev.convbench.results.OperationTable;
import dev.convbench.results.Run;
import dev.convbench.results.RunReport;
import dev.convbench.results.Work;
import java.util.ArrayList;
import java.util.List;

/** From a report to panels of bars: the speed of every strategy, a panel an operation and shape, fastest first. */
final class SpeedPanels {
    private static final String REFERENCE = "naive";

    private SpeedPanels() {}

    /** The panels in the order of the tables: convolutions, poolings, layers. Other benchmarks have none. */
    static List<BarPanel> of(RunReport report) {
        return of(report, report.tables());
    }

    /** The panels of some tables of a report. */
    static List<BarPanel> of(RunReport report, List<OperationTable> tables) {
        List<BarPanel> panels = new ArrayList<>();
        for (OperationTable table : tables) {
            if (table.family() == Family.CONV || table.family() == Family.POOL) {
                if (table.rows().stream().anyMatch(row -> row.work() > 0)) {
                    panels.add(panel(report.run(), table));
                }
            } else if (isLayer(table)) {
                panels.add(LayerPanel.of(report.run(), table));
            }
        }
        return panels;
    }

    /** A layer or a step of training: one of this project's benchmarks whose work has no figure. */
    private static boolean isLayer(OperationTable table) {
        return table.family() == Family.OTHER
                && table.precision() != null
                && table.rows().stream().anyMatch(row -> row.rate().exists());
    }

    private static BarPanel panel(Run run, OperationTable table) {
        StringBuilder title = new StringBuilder(table.operation());
        title.append(" · ").append(table.shape()).append(" · ").append(table.precision());
        if (!"thrpt".equals(table.mode())) {
            title.append(" · mode ").append(table.mode());
        }
        if (table.threads() > 1) {
            title.append(" · ").append(table.threads()).append(" threads");
        }
        return new BarPanel(
                title.toString(),
                table.descriptor(),
                table.family() == Family.CONV ? "GFLOP/s" : "GB/s",
                table.rows().stream().map(row -> bar(run, row)).toList());
    }

    private static BarPanel.Bar bar(Run run, OperationTable.Row row) {
        Configuration configuration = row.configuration();
        Work work = configuration.work();
        boolean parallel = work.workers() > 1;
        String label = work.strategy() + (parallel ? " ×" + work.workers() : "");
        BarPanel.Kind kind = REFERENCE.equals(work.strategy())
                ? BarPanel.Kind.NAIVE
                : parallel ? BarPanel.Kind.PARALLEL : BarPanel.Kind.SERIAL;
        Estimate rate = row.rate();
        if (!rate.exists() || !(row.work() > 0)) {
            return new BarPanel.Bar(label, kind, Estimate.NONE, List.of(), Double.NaN, Double.NaN);
        }
        double unit = row.work() / rate.value();
        Estimate value = new Estimate(row.work(), rate.low() * unit, rate.high() * unit, rate.forks());
        List<Double> forks = run.forksOf(configuration).stream()
                .filter(Fork::ok)
                .map(fork -> Estimate.median(fork.operationsPerSecond()) * unit)
                .filter(speed -> speed > 0)
                .toList();
        return new BarPanel.Bar(label, kind, value, forks, row.attainable(), row.speedup());
    }
}
