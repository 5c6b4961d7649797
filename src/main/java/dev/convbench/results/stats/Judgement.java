package dev.convbench.results.stats;

/**
 * What can be said about one effect among those judged together.
 *
 * @param effect what was estimated
 * @param outcome the verdict
 * @param reason what it rests on
 * @param adjustedP probability after {@link Holm}; NaN if there were too few forks to test
 * @param rule by which it was judged
 * @param tests how many effects were tested together, at least 1
 */
public record Judgement(Effect effect, Outcome outcome, Reason reason, double adjustedP, Rule rule, int tests) {

    /** What a verdict rests on. */
    public enum Reason {
        /** The difference is larger than chance explains, and at least the smallest that counts. */
        SIGNIFICANT,
        /** The whole interval lies within the smallest effect that counts. */
        WITHIN_MARGIN,
        /** A side has a single fork: its spread is not known. */
        ONE_FORK,
        /** Even if every fork of one side were slower than every fork of the other, chance would do that too often. */
        TOO_FEW_FORKS,
        /** There is a difference, but it may be smaller than the smallest that counts. */
        REAL_BUT_MAYBE_SMALL,
        /** The forks differ too much among themselves. */
        TOO_NOISY
    }

    /** Interval of the log ratio, at one minus alpha, for this effect alone. */
    public Interval interval() {
        return effect.interval(rule.confidence());
    }

    /**
     * The smallest log ratio that these forks would have shown with {@link Rule#POWER}, among so many tests; NaN if they
     * can show none.
     */
    public double smallestEffect() {
        return Power.smallestEffect(effect, rule, tests);
    }

    /**
     * The difference that {@link #missingForks} would show: the estimate, or the smallest effect that counts; if it is
     * open whether the estimate counts, its distance from there.
     */
    public double settlingEffect() {
        double size = Math.abs(effect.logRatio());
        return reason == Reason.REAL_BUT_MAYBE_SMALL ? rule.margin() - size : Math.max(rule.margin(), size);
    }

    /**
     * About how many more forks a side (or pairs) would show {@link #settlingEffect()}: 0 if the verdict is out,
     * {@link Power#TOO_MANY} if it takes more than anybody would run, {@link Power#UNKNOWN} if the spread is not known.
     */
    public int missingForks() {
        return outcome == Outcome.INCONCLUSIVE ? Power.missingForks(effect, rule, tests, settlingEffect()) : 0;
    }

    /** Whether it is worth a second look: beyond chance for this effect alone, and at least the smallest that counts. */
    public boolean isSuspect() {
        return !Double.isNaN(adjustedP)
                && effect.pValue() <= rule.alpha()
                && Math.abs(effect.logRatio()) >= rule.margin();
    }
}
