package dev.convbench.results.jmh;

import java.util.List;

/**
 * A metric of an entry.
 *
 * @param unit score unit; empty if the file names none
 * @param score JMH's own score, over all iterations; NaN if there is none
 * @param forks one value a fork that reported, the median of its iterations; NaN for a fork without a usable iteration;
 *     empty if the file holds no raw data
 */
public record JmhMetric(String unit, double score, List<Double> forks) {
    /** Nothing was measured. */
    public static final JmhMetric NONE = new JmhMetric("", Double.NaN, List.of());

    /** Copies the list. */
    public JmhMetric {
        forks = List.copyOf(forks);
    }

    /** The values of forks that have one. */
    public List<Double> usable() {
        return forks.stream().filter(Double::isFinite).toList();
    }
}
