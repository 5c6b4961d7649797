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
        double[] sorted = new double[iterations.length];
        int count = 0;
        for (double value : iterations) {
            if (value > 0 && value < Double.POSITIVE_INFINITY) {
                sorted[count++] = value;
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        Arrays.sort(sorted, 0, count);
        int middle = count / 2;
        return count % 2 == 1
                ? sorted[middle]
                : Math.exp((Math.log(sorted[middle - 1]) + Math.log(sorted[middle])) / 2);
    }
}
