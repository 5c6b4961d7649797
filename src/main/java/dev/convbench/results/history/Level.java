package dev.convbench.results.history;

import dev.convbench.results.Estimate;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * The last change of the level of a series.
 *
 * @param at index of the first point after it
 * @param ratio of the time an operation took after it and before it; more than one is slower
 */
public record Level(int at, double ratio) {
    /** The last change, or null if there is none. */
    public static Level last(Series series, double minEffect) {
        Set<Integer> changes = series.changes(minEffect);
        if (changes.isEmpty()) {
            return null;
        }
        TreeSet<Integer> sorted = new TreeSet<>(changes);
        int at = sorted.last();
        Integer before = sorted.lower(at);
        double[] rates = series.rates();
        double now = Estimate.median(Arrays.copyOfRange(rates, at, rates.length));
        double then = Estimate.median(Arrays.copyOfRange(rates, before == null ? 0 : before, at));
        return new Level(at, then / now);
    }

    /** Whether operations take longer than before. */
    public boolean isSlower() {
        return ratio > 1;
    }
}
