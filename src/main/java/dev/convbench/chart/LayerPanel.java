package dev.convbench.chart;

import dev.convbench.results.Estimate;
import dev.convbench.results.Fork;
import dev.convbench.results.OperationTable;
import dev.convbench.results.Run;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The bars of a layer or a training step: operations a second, by strategy and by what else differs between the rows. */
final class LayerPanel {
    private static final String STRATEGY = "strategy";
    /** Shown in other ways than as a parameter. */
    private static final Set<String> IMPLIED = Set.of(STRATEGY, "workers", "precision");

    private LayerPanel() {}

    static BarPanel of(Run run, OperationTable table) {
        Set<String> telling = new LinkedHashSet<>();
        Map<String, String> first = table.rows().get(0).configuration().params();
        StringBuilder title = new StringBuilder(table.operation());
        for (String name : first.keySet()) {
            if (!IMPLIED.contains(name)) {
                long values = table.rows().stream()
                        .map(row -> String.valueOf(row.configuration().params().get(name)))
                        .distinct()
                        .count();
                if (values > 1) {
                    telling.add(name);
                } else {
                    title.append(" · ").append(name).append('=').append(first.get(name));
                }
            }
        }
        title.append(" · ").append(table.precision());
        String benchmark = table.rows().get(0).configuration().shortName();
        return new BarPanel(
                title.toString(),
                benchmark,
                "ops/s",
                table.rows().stream().map(row -> bar(run, row, telling)).toList());
    }

    private static BarPanel.Bar bar(Run run, OperationTable.Row row, Set<String> telling) {
        Map<String, String> params = row.configuration().params();
        int workers = row.configuration().work().workers();
        List<String> words = new ArrayList<>();
        words.add(params.getOrDefault(STRATEGY, "") + (workers > 1 ? " ×" + workers : ""));
        telling.forEach(name -> words.add(name + "=" + params.get(name)));
        List<Double> forks = run.forksOf(row.configuration()).stream()
                .filter(Fork::ok)
                .map(fork -> Estimate.median(fork.operationsPerSecond()))
                .filter(speed -> speed > 0)
                .toList();
        BarPanel.Kind kind = workers > 1 ? BarPanel.Kind.PARALLEL : BarPanel.Kind.SERIAL;
        return new BarPanel.Bar(String.join(" ", words), kind, row.rate(), forks, row.attainable(), row.speedup());
    }
}
