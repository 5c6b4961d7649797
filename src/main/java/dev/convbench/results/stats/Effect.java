package dev.convbench.results.stats;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How much slower the candidate is than the baseline: the logarithm of the ratio of their times an operation, and how
 * uncertain it is. Positive is slower. Forks are independent (two arms; Welch's t, on trimmed means Yuen's) or measured
 * in pairs (one arm of differences; the paired t).
 *
 * @param logRatio logarithm of time of the candidate over time of the baseline
 * @param arms baseline and candidate, or the differences of the pairs
 */
public record Effect(double logRatio, List<Arm> arms) {
    /** Copies the list. */
    public Effect {
        arms = List.copyOf(arms);
    }

    /** From independent forks: logarithms of the time an operation, one a fork. */
    public static Effect unpaired(double[] baseline, double[] candidate) {
        Arm before = Arm.of(baseline);
        Arm after = Arm.of(candidate);
        return new Effect(after.mean() - before.mean(), List.of(before, after));
    }

    /** From pairs: logarithm of time of the candidate over time of the baseline, one a pair of neighbouring forks. */
    public static Effect paired(double... logRatios) {
        Arm differences = Arm.of(logRatios);
        return new Effect(differences.mean(), List.of(differences));
    }

    /** Whether it came from pairs. */
    public boolean isPaired() {
        return arms.size() == 1;
    }

    /** Whether its uncertainty is known: at least two forks a side, or two pairs. */
    public boolean hasInterval() {
        return isAtLeast(2, 0);
    }

    /** Whether each arm would have so many forks with some more. */
    boolean isAtLeast(int forks, int more) {
        for (Arm arm : arms) {
            if (arm.forks() + more < forks) {
                return false;
            }
        }
        return true;
    }

    /** Time of the candidate as a multiple of the time of the baseline. */
    public double ratio() {
        return Math.exp(logRatio);
    }

    /** Standard error of {@link #logRatio}; NaN without an interval. */
    public double standardError() {
        return standardError(0);
    }

    /** Standard error with so many more forks a side (or pairs). */
    double standardError(int more) {
        double sum = 0;
        for (Arm arm : arms) {
            sum += arm.squaredError(arm.forks() + more);
        }
        return Math.sqrt(sum);
    }

    /** Degrees of freedom of {@link #standardError()} after Welch and Satterthwaite; NaN without an interval. */
    public double degreesOfFreedom() {
        return degreesOfFreedom(0);
    }

    /** Degrees of freedom with so many more forks a side (or pairs). */
    double degreesOfFreedom(int more) {
        double sum = 0;
        double parts = 0;
        double fewest = Double.POSITIVE_INFINITY;
        for (Arm arm : arms) {
            int forks = arm.forks() + more;
            double squared = arm.squaredError(forks);
            double freedom = Arm.freedom(forks);
            sum += squared;
            parts += squared * squared / freedom;
            fewest = Math.min(fewest, freedom);
        }
        return parts == 0 ? fewest : sum * sum / parts;
    }

    /** Student's t that leaves {@code tail} above it. */
    double quantile(double tail) {
        return TDistribution.of(degreesOfFreedom()).inverseSurvivalProbability(tail);
    }

    /** Two-sided probability of an estimate at least so far from zero if there is no difference; NaN without an interval. */
    public double pValue() {
        double error = standardError();
        if (Double.isNaN(error)) {
            return Double.NaN;
        }
        if (error == 0) {
            return logRatio == 0 ? 1 : 0;
        }
        return 2 * TDistribution.of(degreesOfFreedom()).survivalProbability(Math.abs(logRatio) / error);
    }

    /** Interval of {@link #logRatio} at a confidence such as 0.99; not finite ends without one. */
    public Interval interval(double confidence) {
        if (!hasInterval()) {
            return Interval.UNKNOWN;
        }
        double half = quantile((1 - confidence) / 2) * standardError();
        return new Interval(logRatio - half, logRatio + half);
    }

    /**
     * Whether the interval at a confidence lies between {@code -margin} and {@code margin}. The same as asking the
     * interval, by the probability beyond its nearer end instead of a search for that end.
     */
    boolean isWithin(double margin, double confidence) {
        double room = margin - Math.abs(logRatio);
        if (!hasInterval() || room < 0) {
            return false;
        }
        double error = standardError();
        return error == 0
                || TDistribution.of(degreesOfFreedom()).survivalProbability(room / error) <= (1 - confidence) / 2;
    }
}
