package dev.convbench.results.compare;

import java.util.List;

/**
 * One side of a line.
 *
 * @param value the score that the ratio is made of, from the forks; JMH's own if there are no raw data
 * @param unit its unit
 * @param forks one value a fork, those that have one
 * @param unusable forks that reported and have no positive finite iteration
 */
public record Side(double value, String unit, List<Double> forks, int unusable) {
    /** Copies the list. */
    public Side {
        forks = List.copyOf(forks);
    }

    /** Whether the file holds the score alone. */
    public boolean isScoreOnly() {
        return forks.isEmpty();
    }
}
