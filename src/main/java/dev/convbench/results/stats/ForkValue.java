package dev.convbench.results.stats;

import java.util.Arrays;

/** From the iterations of one fork to its value. */
public final class ForkValue {
    private ForkValue() {}

    /**
     * The median of the finite positive iterations; of an even number the geometric mean of the middle two, so that
     * times and rates give the same answer. NaN if there is none: a fork without a usable iteration has no value.
     */
    public static double of(double... iterations) {
        double[] sorted = Arrays.stream(iterations)
                .filter(value -> value > 0 && value < Double.POSITIVE_INFINITY)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Math.exp((Math.log(sorted[middle - 1]) + Math.log(sorted[middle])) / 2);
    }
}
