package dev.convbench.results.stats;

/**
 * When something is called.
 *
 * @param alpha greatest chance that anything at all is called in a whole comparison of equal sides, such as 0.01
 * @param minEffect smallest relative change that counts, such as 0.02
 */
public record Rule(double alpha, double minEffect) {
    /** Chance of finding an effect at which {@link Judgement#smallestEffect} and the missing forks are worked out. */
    public static final double POWER = 0.95;

    /** What is used unless somebody asks for something else: 1 % and 2 %. */
    public static final Rule DEFAULT = new Rule(0.01, 0.02);

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if alpha is not between 0 and 0.5 or the effect not between 0 and 10, without the ends
     */
    public Rule {
        if (!(alpha > 0 && alpha < 0.5)) {
            throw new IllegalArgumentException("alpha must be above 0 and below 0.5, not " + alpha);
        }
        if (!(minEffect > 0 && minEffect < 10)) {
            throw new IllegalArgumentException("the smallest effect must be above 0 and below 10, not " + minEffect);
        }
    }

    /** The smallest effect as a log ratio. Swapping the sides changes only the sign, so slower and faster are treated alike. */
    public double margin() {
        return Math.log1p(minEffect);
    }

    /** Confidence of the intervals that go with it. */
    public double confidence() {
        return 1 - alpha;
    }
}
