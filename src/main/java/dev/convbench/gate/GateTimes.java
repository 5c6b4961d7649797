package dev.convbench.gate;

import dev.convbench.results.gate.GateRule;
import java.util.List;
import java.util.Locale;

/**
 * How many pairs of forks fit into a budget, and how long each fork may warm up and measure.
 *
 * @param pairs of each benchmark in the first stage
 * @param arguments JMH's, for the iterations of a fork
 */
record GateTimes(int pairs, List<String> arguments) {
    private static final int WARMUPS = 2;
    private static final int ITERATIONS = 5;
    /** Of the budget, for the first stage where there are two. */
    private static final double FIRST_SHARE = 0.65;

    private static final double LEAST_SECONDS = 0.3;
    private static final double MOST_SECONDS = 8;
    private static final double WARMUP_SHARE = 0.5;

    /**
     * Fewer pairs before forks become too short, and never so few that no verdict is possible.
     *
     * @param budget seconds for all
     * @param twoStages whether some of it is kept for suspects
     * @param benchmarks number of them
     * @param mostPairs pairs if time allows
     * @param overhead seconds that a fork takes beside its iterations
     */
    static GateTimes of(double budget, boolean twoStages, int benchmarks, int mostPairs, double overhead) {
        double first = twoStages ? FIRST_SHARE * budget : budget;
        double shortest = overhead + LEAST_SECONDS;
        int pairs = (int) Math.max(GateRule.FEWEST_PAIRS, Math.min(mostPairs, first / (2.0 * benchmarks * shortest)));
        double each = first / (2.0 * benchmarks * pairs) - overhead;
        each = Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, each));
        return new GateTimes(
                pairs,
                List.of(
                        "-wi", Integer.toString(WARMUPS),
                        "-w", millis(each * WARMUP_SHARE / WARMUPS),
                        "-i", Integer.toString(ITERATIONS),
                        "-r", millis(each * (1 - WARMUP_SHARE) / ITERATIONS)));
    }

    private static String millis(double seconds) {
        return String.format(Locale.ROOT, "%dms", Math.max(1, Math.round(seconds * 1e3)));
    }
}
