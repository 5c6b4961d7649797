package dev.convbench.results.gate;

/**
 * When a gate calls a regression. All levels are one-sided: a gate looks for what became slower.
 *
 * <p>A benchmark that did not change is called only if it passes the screen and, in new JVMs, the confirmation. The stages are
 * independent, so that happens with at most the product of both levels, and in a gate over m benchmarks with at most m times
 * that (Bonferroni), which {@link #confirmLevel} keeps at half of alpha.
 *
 * @param alpha greatest chance that a gate of equal sides calls anything, such as 0.01
 * @param minEffect smallest relative slowdown that counts, such as 0.02
 * @param pairs pairs of forks of each benchmark in the first stage
 * @param confirmPairs pairs of forks of each suspect in the second stage
 */
public record GateRule(double alpha, double minEffect, int pairs, int confirmPairs) {
    /** A gate in which 1 % of equal sides call anything and 2 % counts: ten pairs, twenty more of a suspect. */
    public static final GateRule DEFAULT = new GateRule(0.01, 0.02, 10, 20);

    /** Fewer pairs allow no verdict in a stage. */
    public static final int FEWEST_PAIRS = 5;

    private static final double SCREEN_LEVEL = 0.02;
    private static final double LOOSEST_CONFIRM_LEVEL = 0.005;

    /** Share of the level of the second stage that is spent at its half; the rest is left for its end. */
    private static final double SPENT_AT_HALF = 0.2;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if alpha is not between 0 and 0.5 or the effect not between 0 and 10, without the
     *     ends, or a stage has fewer than {@value #FEWEST_PAIRS} pairs
     */
    public GateRule {
        if (!(alpha > 0 && alpha < 0.5)) {
            throw new IllegalArgumentException("alpha must be above 0 and below 0.5, not " + alpha);
        }
        if (!(minEffect > 0 && minEffect < 10)) {
            throw new IllegalArgumentException("the smallest effect must be above 0 and below 10, not " + minEffect);
        }
        if (pairs < FEWEST_PAIRS || confirmPairs < FEWEST_PAIRS) {
            throw new IllegalArgumentException("a stage needs at least " + FEWEST_PAIRS + " pairs of forks");
        }
    }

    /** The smallest effect as a log ratio. */
    public double margin() {
        return Math.log1p(minEffect);
    }

    /** Level of the first stage: loose, because a suspect costs only time. */
    public double screenLevel() {
        return SCREEN_LEVEL;
    }

    /** Level of the second stage of a gate over so many benchmarks. */
    public double confirmLevel(int benchmarks) {
        return Math.min(LOOSEST_CONFIRM_LEVEL, alpha / (2.0 * benchmarks * SCREEN_LEVEL));
    }

    /** Pairs of the second stage after which it may end early. */
    public int half() {
        return (confirmPairs + 1) / 2;
    }

    /**
     * Level at a look into the second stage. Both looks together spend no more than {@link #confirmLevel}, whatever their
     * dependence. Fixed beforehand: a look at any other time is none.
     */
    double lookLevel(int benchmarks, boolean last) {
        return confirmLevel(benchmarks) * (last ? 1 - SPENT_AT_HALF : SPENT_AT_HALF);
    }

    /** The same rule with another second stage, which must be fixed before that begins. */
    public GateRule withConfirmPairs(int count) {
        return new GateRule(alpha, minEffect, pairs, count);
    }
}
