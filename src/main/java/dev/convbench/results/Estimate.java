package dev.convbench.results;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A rate estimated from forks. The unit is the fork, because iterations of one JVM are not independent: the value of a
 * fork is the median of its iterations, the estimate the geometric mean of the forks, the interval a 95 % t interval of
 * their logarithms.
 *
 * @param value the estimate
 * @param low lower end of the interval; NaN with one fork
 * @param high upper end of the interval; NaN with one fork
 * @param forks number of forks
 */
public record Estimate(double value, double low, double high, int forks) {
    private static final double CONFIDENCE = 0.95;

    /** No fork gave a value. */
    public static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);

    /** The estimate from one positive value a fork. */
    public static Estimate of(double... forkValues) {
        int n = forkValues.length;
        if (n == 0) {
            return NONE;
        }
        double[] logs = Arrays.stream(forkValues).map(Math::log).toArray();
        double mean = Arrays.stream(logs).sum() / n;
        if (n == 1) {
            return new Estimate(forkValues[0], Double.NaN, Double.NaN, 1);
        }
        double squares =
                Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).sum();
        double standardError = Math.sqrt(squares / (n - 1) / n);
        double t = standardErrorsOfHalfInterval(n);
        return new Estimate(Math.exp(mean), Math.exp(mean - t * standardError), Math.exp(mean + t * standardError), n);
    }

    /** How many standard errors of the logarithm an end of the interval of at least two forks is away from the value. */
    public static double standardErrorsOfHalfInterval(int forks) {
        return TDistribution.of(forks - 1).inverseSurvivalProbability((1 - CONFIDENCE) / 2);
    }

    /** The median, the mean of the middle two for an even number; NaN of nothing. */
    public static double median(double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Whether there is a value. */
    public boolean exists() {
        return forks > 0;
    }

    /** Whether there is an interval. */
    public boolean hasInterval() {
        return forks > 1;
    }

    /** The estimate of {@code factor / value}, for example milliseconds an operation from operations a second. */
    public Estimate reciprocal(double factor) {
        return new Estimate(factor / value, factor / high, factor / low, forks);
    }
}
