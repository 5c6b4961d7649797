package dev.convbench.results.stats;

import java.util.Arrays;

/**
 * Two groups among the forks of a side. A JVM decides once how it compiles and lays out code; where such a decision
 * falls one way or the other, the mean of the forks describes neither group.
 *
 * @param fastCount forks in the faster group
 * @param fast logarithm of their time an operation, on average
 * @param slowCount forks in the slower group
 * @param slow logarithm of their time an operation, on average
 */
public record Modes(int fastCount, double fast, int slowCount, double slow) {
    private static final int FEWEST = 3;

    /** Gap between the groups in standard deviations within them. */
    private static final double GAP = 5;

    /**
     * The groups on either side of the largest gap, or null if there are none: each needs three forks, and the gap must
     * be five standard deviations within the groups, and more than a margin.
     */
    public static Modes of(double[] logs, double margin) {
        double[] sorted = logs.clone();
        Arrays.sort(sorted);
        int split = FEWEST;
        for (int i = FEWEST; i <= sorted.length - FEWEST; i++) {
            if (gap(sorted, i) > gap(sorted, split)) {
                split = i;
            }
        }
        if (sorted.length < 2 * FEWEST || gap(sorted, split) <= margin) {
            return null;
        }
        double fast = mean(sorted, 0, split);
        double slow = mean(sorted, split, sorted.length);
        double squares = 0;
        for (int i = 0; i < sorted.length; i++) {
            double difference = sorted[i] - (i < split ? fast : slow);
            squares += difference * difference;
        }
        double within = Math.sqrt(squares / (sorted.length - 2));
        return gap(sorted, split) > GAP * within ? new Modes(split, fast, sorted.length - split, slow) : null;
    }

    private static double gap(double[] sorted, int index) {
        return index < sorted.length ? sorted[index] - sorted[index - 1] : 0;
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).sum() / (to - from);
    }
}
