package dev.convbench.run;

import dev.convbench.run.ForkOptions.Timing;

/** How long a fork may take so that all of them fit into a fixed time. Pure arithmetic. */
final class Budget {
    /**
     * A second of warm-up and nearly one of measurement: what a fork needs. Time beyond that goes into more rounds, because
     * forks differ more than iterations, and an interval from two forks is six times as wide as one from four.
     */
    private static final double GOOD_SECONDS = 1.85;

    private static final double MAX_SECONDS = 8;

    private static final double MIN_SECONDS = 0.25;
    private static final int MAX_ROUNDS = 10;
    private static final double WARMUP_SHARE = 0.55;
    private static final int WARMUP_ITERATIONS = 2;
    private static final int MEASUREMENT_ITERATIONS = 5;

    private Budget() {}

    /**
     * Seconds of iterations for each fork of the first round.
     *
     * @param seconds time for all rounds
     * @param forks forks of the first round
     * @param overhead seconds that a fork takes beside its iterations
     */
    static double iterationSeconds(double seconds, int forks, double overhead) {
        return clamp(seconds / Math.max(1, forks) / rounds(seconds, forks, overhead) - overhead);
    }

    /** Rounds that are worth having, at least 1. */
    static int rounds(double seconds, int forks, double overhead) {
        double share = seconds / Math.max(1, forks);
        return (int) Math.max(1, Math.min(MAX_ROUNDS, Math.floor(share / (overhead + GOOD_SECONDS))));
    }

    /**
     * Seconds of iterations for a fork of a round under way: the most that was planned, or less if the round would not fit.
     *
     * @param planned most seconds that a fork of the round gets
     * @param left time left for the round
     * @param forksLeft its forks that are not done, this one included
     * @param overhead seconds that a fork takes beside its iterations, as seen so far
     */
    static double adjusted(double planned, double left, int forksLeft, double overhead) {
        return clamp(Math.min(planned, left / Math.max(1, forksLeft) - overhead));
    }

    /** Least time that a fork takes. */
    static double leastForkSeconds(double overhead) {
        return overhead + MIN_SECONDS;
    }

    private static double clamp(double seconds) {
        return Math.max(MIN_SECONDS, Math.min(MAX_SECONDS, seconds));
    }

    /** Iterations that take that many seconds together. */
    static Timing timing(double iterationSeconds) {
        double millis = iterationSeconds * 1e3;
        long warmup = Math.max(1, (long) (millis * WARMUP_SHARE / WARMUP_ITERATIONS));
        long measurement = Math.max(1, (long) (millis * (1 - WARMUP_SHARE) / MEASUREMENT_ITERATIONS));
        return new Timing(WARMUP_ITERATIONS, warmup, MEASUREMENT_ITERATIONS, measurement);
    }
}
