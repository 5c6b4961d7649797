package dev.convbench.results.peers;

import dev.convbench.results.Configuration;
import dev.convbench.results.Estimate;
import dev.convbench.results.Family;
import dev.convbench.results.Run;
import dev.convbench.results.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All convolutions of one image through a network: the times of its layers, each as often as the network has it, summed for each
 * strategy.
 *
 * @param network its name
 * @param operation for example {@code conv forward}
 * @param precision f64 or f32
 * @param workers threads
 * @param layers how many convolutions the network has
 * @param totals fastest first; those with missing layers last
 */
public record NetworkTotals(
        String network, String operation, String precision, int workers, int layers, List<Total> totals) {
    private static final String PREPARED = "dev.convbench.bench.ConvInference.";
    private static final String PLAIN = "dev.convbench.bench.ConvForward.";

    /** Our best strategy on each layer. */
    public static final String BEST_OF_OURS = "(best of ours by layer)";

    /** The best peer on each layer, among those that take and give NCHW. */
    public static final String BEST_OF_PEERS = "(best peer by layer)";

    /**
     * One strategy.
     *
     * @param strategy its name, or one of the constants
     * @param peer whether it is a peer
     * @param milliseconds of the whole network; NaN if layers are missing
     * @param half half of the 95 % interval, from those of the layers, which are independent; NaN with one fork
     * @param missing how many of the network's convolutions were not measured
     */
    public record Total(String strategy, boolean peer, double milliseconds, double half, int missing) {}

    /**
     * The totals of a run.
     *
     * @param network the part of the layers' names before the colon
     * @param counts how often the network has each of its layers, by the layer's whole name
     */
    public static List<NetworkTotals> of(Run run, String network, Map<String, Integer> counts) {
        Map<String, List<Configuration>> groups = new LinkedHashMap<>();
        for (Configuration configuration : run.document().configurations()) {
            Work work = configuration.work();
            if (work.family() == Family.CONV && counts.containsKey(work.shape())) {
                String group = String.join(
                        " ", configuration.benchmark(), configuration.mode(), work.precision(), "" + work.workers());
                groups.computeIfAbsent(group, key -> new ArrayList<>()).add(configuration);
            }
        }
        groups.forEach((key, group) -> {
            if (key.startsWith(PREPARED)) {
                addUnprepared(group, groups.getOrDefault(key.replace(PREPARED, PLAIN), List.of()));
            }
        });
        List<NetworkTotals> all = new ArrayList<>();
        groups.values().forEach(group -> all.add(totals(run, network, counts, group)));
        return all;
    }

    /** A strategy that lays out the weights of some layers reads those of the others as they are: there its plain time counts. */
    private static void addUnprepared(List<Configuration> prepared, List<Configuration> plain) {
        Set<String> done = new HashSet<>();
        Set<String> strategies = new HashSet<>();
        for (Configuration one : prepared) {
            strategies.add(one.work().strategy());
            done.add(one.work().strategy() + " " + one.work().shape());
        }
        for (Configuration one : plain) {
            if (strategies.contains(one.work().strategy())
                    && !done.contains(one.work().strategy() + " " + one.work().shape())) {
                prepared.add(one);
            }
        }
    }

    private static NetworkTotals totals(
            Run run, String network, Map<String, Integer> counts, List<Configuration> group) {
        Map<String, Map<String, Estimate>> times = new LinkedHashMap<>();
        Map<String, Boolean> peers = new LinkedHashMap<>();
        for (Configuration configuration : group) {
            Estimate rate = run.rate(configuration);
            if (rate.exists()) {
                String strategy = configuration.work().strategy();
                boolean peer = SideBySide.isPeer(run, configuration);
                Estimate time = rate.reciprocal(1e3);
                peers.put(strategy, peer);
                times.computeIfAbsent(strategy, key -> new LinkedHashMap<>())
                        .put(configuration.work().shape(), time);
                if (!SideBySide.isBlocked(strategy)) {
                    times.computeIfAbsent(peer ? BEST_OF_PEERS : BEST_OF_OURS, key -> new LinkedHashMap<>())
                            .merge(configuration.work().shape(), time, (a, b) -> a.value() <= b.value() ? a : b);
                }
            }
        }
        peers.put(BEST_OF_OURS, false);
        peers.put(BEST_OF_PEERS, true);
        List<Total> totals = new ArrayList<>();
        times.forEach((strategy, layers) -> totals.add(total(strategy, peers.get(strategy), layers, counts)));
        totals.sort(Comparator.comparingInt(Total::missing).thenComparingDouble(Total::milliseconds));
        Work any = group.get(0).work();
        int layers = counts.values().stream().mapToInt(Integer::intValue).sum();
        return new NetworkTotals(network, any.operation(), any.precision(), any.workers(), layers, totals);
    }

    private static Total total(
            String strategy, boolean peer, Map<String, Estimate> layers, Map<String, Integer> counts) {
        double sum = 0;
        double squares = 0;
        int missing = 0;
        for (Map.Entry<String, Integer> layer : counts.entrySet()) {
            Estimate time = layers.get(layer.getKey());
            if (time == null) {
                missing += layer.getValue();
            } else {
                double half = layer.getValue() * (time.high() - time.low()) / 2;
                sum += layer.getValue() * time.value();
                squares += half * half;
            }
        }
        return missing > 0
                ? new Total(strategy, peer, Double.NaN, Double.NaN, missing)
                : new Total(strategy, peer, sum, Math.sqrt(squares), 0);
    }
}
