package dev.convbench.results.stats;

import java.util.Collections;
import java.util.List;

/**
 * The rule for a metric that hardly varies, such as bytes allocated by an operation: no test, but every fork of a side
 * must lie beyond every fork of the other by more than a tolerance.
 *
 * @param relative tolerance as a share of the larger of two values
 * @param absolute tolerance in the unit of the metric; the larger of both holds
 */
public record ExactRule(double relative, double absolute) {
    /** For bytes an operation: more than 1 % and more than 16 bytes, the size of the smallest object. */
    public static final ExactRule BYTES_PER_OPERATION = new ExactRule(0.01, 16);

    private static final int FEWEST_FORKS = 2;

    /**
     * Judges values where more is worse, one a fork. More: each of the candidate is above each of the baseline by more
     * than the tolerance; less: the reverse; no change: no two values of all differ by more than it; else inconclusive,
     * as with fewer than two forks a side.
     */
    public Outcome judge(List<Double> baseline, List<Double> candidate) {
        if (!isEnough(baseline) || !isEnough(candidate)) {
            return Outcome.INCONCLUSIVE;
        }
        double lowBefore = Collections.min(baseline);
        double highBefore = Collections.max(baseline);
        double lowAfter = Collections.min(candidate);
        double highAfter = Collections.max(candidate);
        if (isBeyond(highBefore, lowAfter)) {
            return Outcome.REGRESSION;
        }
        if (isBeyond(highAfter, lowBefore)) {
            return Outcome.IMPROVEMENT;
        }
        return isBeyond(Math.min(lowBefore, lowAfter), Math.max(highBefore, highAfter))
                ? Outcome.INCONCLUSIVE
                : Outcome.NO_CHANGE;
    }

    /** Whether there are enough forks for a verdict. */
    public static boolean isEnough(List<Double> forks) {
        return forks.size() >= FEWEST_FORKS;
    }

    private boolean isBeyond(double low, double high) {
        return high - low > Math.max(absolute, relative * Math.abs(high));
    }
}
