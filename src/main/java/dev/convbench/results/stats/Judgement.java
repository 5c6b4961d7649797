package dev.convbench.results.stats;

/**
 * What can be said about one effect among those judged together.
 *
 * @param effect what was estimated
 * @param outcome the verdict
 * @param reason what it rests on
 * @param adjustedP probability after {@link Holm}; NaN if there were too few forks to test
 * @param interval of the log ratio, at one minus alpha, for this effect alone
 * @param smallestEffect log ratio that these forks would have shown with {@link Rule#POWER}; NaN if they can show none
 * @param settlingEffect log ratio that {@link #missingForks} would show: the estimate, or the smallest that counts
 * @param missingForks how many more forks a side (or pairs) would show it, about; 0 if settled, {@link Power#TOO_MANY} if
 *     it takes more than anybody would run, {@link Power#UNKNOWN} if the spread is not known
 */
public record Judgement(
        Effect effect,
        Outcome outcome,
        Reason reason,
        double adjustedP,
        Interval interval,
        double smallestEffect,
        double settlingEffect,
        int missingForks) {

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

    /** Whether it is worth a second look: beyond chance for this effect alone, and at least the smallest that counts. */
    public boolean isSuspect(Rule rule) {
        return !Double.isNaN(adjustedP)
                && effect.pValue() <= rule.alpha()
                && Math.abs(effect.logRatio()) >= rule.margin();
    }
}
