package dev.convbench.results;

import java.util.ArrayList;
import java.util.List;

/**
 * A run as read from disk.
 *
 * @param document its run.json
 * @param forks its finished forks in the order of time
 */
public record Run(RunDocument document, List<Fork> forks) {
    /** Copies the list. */
    public Run {
        forks = List.copyOf(forks);
    }

    /** The forks of a configuration that count, failed ones included. */
    public List<Fork> forksOf(Configuration configuration) {
        List<Fork> found = new ArrayList<>();
        for (Fork fork : forks) {
            if (fork.config() == configuration.id() && !fork.isCheckpoint()) {
                found.add(fork);
            }
        }
        return found;
    }

    /** Operations a second of a configuration, from its forks. */
    public Estimate rate(Configuration configuration) {
        return Estimate.of(forksOf(configuration).stream()
                .filter(Fork::ok)
                .mapToDouble(fork -> Estimate.median(fork.operationsPerSecond()))
                .filter(value -> value > 0)
                .toArray());
    }

    /** The largest value of a secondary metric over the forks of a configuration; NaN without it. */
    public double worst(Configuration configuration, String label) {
        double worst = Double.NaN;
        for (Fork fork : forksOf(configuration)) {
            double value = fork.ok() ? fork.secondary(label) : Double.NaN;
            if (!Double.isNaN(value)) {
                worst = Double.isNaN(worst) ? value : Math.max(worst, value);
            }
        }
        return worst;
    }
}
