package dev.convbench.results.stats;

import java.util.Arrays;

/**
 * One side of a comparison, or the differences of pairs: the trimmed mean of values on the log scale and what its error
 * is made of. From {@value #TRIM_FROM} values on, the tenth at each end is left out of the mean, and the variance is
 * that of the values with these ends pulled in (winsorized), after Yuen (1974). So a fork that another tenant slowed
 * down neither moves the mean nor inflates the error.
 *
 * @param forks number of values
 * @param mean trimmed mean
 * @param variance winsorized sample variance; NaN with one value
 */
public record Arm(int forks, double mean, double variance) {
    private static final int TRIM_FROM = 10;

    /**
     * Summarises values on the log scale.
     *
     * @throws IllegalArgumentException if there is none, or one is not finite
     */
    public static Arm of(double... logs) {
        double[] sorted = logs.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0 || !Double.isFinite(sorted[0]) || !Double.isFinite(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("need finite logarithms, at least one");
        }
        int n = sorted.length;
        int cut = trimmedAtEachEnd(n);
        double mean = mean(sorted, cut, n - cut);
        Arrays.fill(sorted, 0, cut, sorted[cut]);
        Arrays.fill(sorted, n - cut, n, sorted[n - cut - 1]);
        double centre = mean(sorted, 0, n);
        double squares = 0;
        for (double value : sorted) {
            squares += (value - centre) * (value - centre);
        }
        return new Arm(n, mean, n == 1 ? Double.NaN : squares / (n - 1));
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    /** Values left out at each end of so many. */
    static int trimmedAtEachEnd(int forks) {
        return forks / TRIM_FROM;
    }

    /** Squared standard error of the mean if there were so many values that vary as these do. */
    double squaredError(int count) {
        double kept = kept(count);
        return (count - 1) * variance / (kept * (kept - 1));
    }

    /**
     * Degrees of freedom of the variance if there were so many values. With trimming it is one fewer than Yuen gives:
     * else 1.06 times as many equal sides as promised pass a test at 1e-4 (20 or 30 forks, simulated).
     */
    static int freedom(int count) {
        return kept(count) - (trimmedAtEachEnd(count) > 0 ? 2 : 1);
    }

    private static int kept(int count) {
        return count - 2 * trimmedAtEachEnd(count);
    }
}
