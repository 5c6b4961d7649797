package dev.convbench.results.peers;

import dev.convbench.results.Configuration;
import dev.convbench.results.Estimate;
import dev.convbench.results.Family;
import dev.convbench.results.Run;
import dev.convbench.results.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One operation of a run in one precision with one number of workers: the best of our strategies on each shape, and how many times as
 * fast it is as each peer.
 *
 * @param operation for example {@code conv forward}
 * @param precision f64 or f32
 * @param workers threads
 * @param peers columns, in the order of the run
 * @param rows in the order of the run
 */
public record SideBySide(String operation, String precision, int workers, List<String> peers, List<Row> rows) {
    /**
     * One shape.
     *
     * @param shape its name
     * @param ours our best strategy
     * @param rate its operations a second
     * @param ratios by peer; a peer that was not measured is missing
     */
    public record Row(String shape, String ours, Estimate rate, Map<String, Ratio> ratios) {
        /** The peer that comes closest to ours or is ahead of it, among those that take and give NCHW; empty if there is none. */
        public Optional<Map.Entry<String, Ratio>> bestPeer() {
            return ratios.entrySet().stream()
                    .filter(entry -> !isBlocked(entry.getKey()))
                    .min((a, b) ->
                            Double.compare(a.getValue().value(), b.getValue().value()));
        }
    }

    /** The tables of a run; none if it has no peers or nothing of ours to compare them with. */
    public static List<SideBySide> of(Run run) {
        Map<String, Map<String, List<Configuration>>> groups = new LinkedHashMap<>();
        for (Configuration configuration : run.document().configurations()) {
            Work work = configuration.work();
            boolean operation = work.family() == Family.CONV || work.family() == Family.POOL;
            if (operation && run.rate(configuration).exists()) {
                String group = String.join(
                        " ", configuration.benchmark(), configuration.mode(), work.precision(), "" + work.workers());
                groups.computeIfAbsent(group, key -> new LinkedHashMap<>())
                        .computeIfAbsent(work.shape(), key -> new ArrayList<>())
                        .add(configuration);
            }
        }
        List<SideBySide> tables = new ArrayList<>();
        groups.values().forEach(shapes -> {
            SideBySide table = table(run, shapes);
            if (!table.rows().isEmpty()) {
                tables.add(table);
            }
        });
        return tables;
    }

    private static SideBySide table(Run run, Map<String, List<Configuration>> shapes) {
        Set<String> peers = new LinkedHashSet<>();
        List<Row> rows = new ArrayList<>();
        shapes.forEach((shape, configurations) -> {
            Configuration ours = null;
            for (Configuration one : configurations) {
                boolean better =
                        ours == null || run.rate(one).value() > run.rate(ours).value();
                if (!isPeer(run, one) && better) {
                    ours = one;
                }
            }
            Map<String, Ratio> ratios = new LinkedHashMap<>();
            for (Configuration one : configurations) {
                if (ours != null && isPeer(run, one)) {
                    ratios.put(one.work().strategy(), Ratio.of(run, ours, one));
                }
            }
            if (!ratios.isEmpty()) {
                peers.addAll(ratios.keySet());
                rows.add(new Row(shape, ours.work().strategy(), run.rate(ours), ratios));
            }
        });
        Work any = shapes.values().iterator().next().get(0).work();
        return new SideBySide(any.operation(), any.precision(), any.workers(), List.copyOf(peers), rows);
    }

    /** Whether a peer's data stays in a layout of its own, whose change from and to NCHW is not timed. */
    static boolean isBlocked(String strategy) {
        return strategy.endsWith("-blocked");
    }

    static boolean isPeer(Run run, Configuration configuration) {
        return run.document().libraries().containsKey(configuration.work().strategy());
    }
}
