package dev.convbench.results.history;

import dev.convbench.results.Estimate;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds where the level of a series of measurements changed.
 *
 * <p>Optimal partitioning (Jackson et al. 2005): of all ways to cut the logarithms of the series into stretches of one level, the one
 * with the least sum of squared distances from the levels, in units of the noise, plus a price for each cut. The distance of a point
 * counts at most three times the noise (the biweight loss of Fearnhead and Rigaill 2019), and the level is the median, so that single
 * outliers, which a shared machine makes all the time, are no changes. The noise is the larger of two estimates: from the differences of
 * neighbours, which a change of level hardly touches, and from the spread of the forks. Cuts whose levels differ by less than a
 * smallest effect are then taken back, the smallest first. Nothing is random: the same series gives the same changes.
 */
public final class ChangePoints {
    /** Points of the shortest stretch: one or two points may be a bad day. */
    public static final int SHORTEST = 3;
    /** Points looked at; those before the last so many are taken as known. */
    static final int LONGEST = 200;

    private static final double CLIP = 3;
    /** Price of a cut: that plus a share of the logarithm of the number of points, since there are as many places for one. */
    private static final double PRICE = 12;

    private static final double PRICE_LOG = 3;
    /** From a median of absolute values to a standard deviation. */
    private static final double MAD = 1.4826;
    /** No benchmark is known better than that. */
    private static final double LEAST_NOISE = 1e-3;

    private ChangePoints() {}

    /**
     * The changes.
     *
     * @param rates positive measurements in order of time
     * @param errors standard errors of their logarithms; NaN where unknown
     * @param minEffect smallest change of the level that counts, 0.03 being 3 %
     * @return indices of the first points after a change, ascending
     */
    public static Set<Integer> of(double[] rates, double[] errors, double minEffect) {
        int skipped = Math.max(0, rates.length - LONGEST);
        double[] logs =
                Arrays.stream(rates, skipped, rates.length).map(Math::log).toArray();
        TreeSet<Integer> cuts = new TreeSet<>();
        if (logs.length >= 2 * SHORTEST) {
            double noise = noise(logs, Arrays.copyOfRange(errors, skipped, errors.length));
            cuts.addAll(partition(logs, noise));
            takeBack(cuts, logs, Math.log1p(minEffect));
        }
        TreeSet<Integer> found = new TreeSet<>();
        cuts.forEach(cut -> found.add(cut + skipped));
        return Collections.unmodifiableSet(found);
    }

    private static double noise(double[] logs, double[] errors) {
        double[] steps = new double[logs.length - 1];
        for (int k = 0; k < steps.length; k++) {
            steps[k] = Math.abs(logs[k + 1] - logs[k]);
        }
        double ofNeighbours = MAD * Estimate.median(steps) / Math.sqrt(2);
        double[] known = Arrays.stream(errors).filter(Double::isFinite).toArray();
        double ofForks = known.length == 0 ? 0 : Estimate.median(known);
        return Math.max(LEAST_NOISE, Math.max(ofNeighbours, ofForks));
    }

    /** Dynamic programming over the last cut before each point. */
    private static Deque<Integer> partition(double[] logs, double noise) {
        int n = logs.length;
        double price = PRICE + PRICE_LOG * Math.log(n);
        double[] best = new double[n + 1];
        int[] last = new int[n + 1];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        best[0] = -price;
        for (int end = SHORTEST; end <= n; end++) {
            for (int start = 0; start <= end - SHORTEST; start++) {
                if (best[start] < Double.POSITIVE_INFINITY) {
                    double cost = best[start] + price + cost(logs, start, end, noise);
                    if (cost < best[end]) {
                        best[end] = cost;
                        last[end] = start;
                    }
                }
            }
        }
        Deque<Integer> cuts = new ArrayDeque<>();
        for (int end = last[n]; end > 0; end = last[end]) {
            cuts.addFirst(end);
        }
        return cuts;
    }

    private static double cost(double[] logs, int start, int end, double noise) {
        double level = Estimate.median(Arrays.copyOfRange(logs, start, end));
        double cost = 0;
        for (int k = start; k < end; k++) {
            double distance = (logs[k] - level) / noise;
            cost += Math.min(distance * distance, CLIP * CLIP);
        }
        return cost;
    }

    private static void takeBack(TreeSet<Integer> cuts, double[] logs, double smallest) {
        while (!cuts.isEmpty()) {
            int weakest = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int cut : cuts) {
                Integer before = cuts.lower(cut);
                Integer after = cuts.higher(cut);
                double left = Estimate.median(Arrays.copyOfRange(logs, before == null ? 0 : before, cut));
                double right = Estimate.median(Arrays.copyOfRange(logs, cut, after == null ? logs.length : after));
                if (Math.abs(right - left) < least) {
                    least = Math.abs(right - left);
                    weakest = cut;
                }
            }
            if (least >= smallest) {
                return;
            }
            cuts.remove(weakest);
        }
    }
}
