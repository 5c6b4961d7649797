package dev.convbench.results.stats;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Holm's step-down correction (1979): keeps the chance of one false call among all tests below alpha, however they depend. */
public final class Holm {
    private Holm() {}

    /** Adjusted probabilities in the order given; a test may be called at alpha if its adjusted one is at most alpha. */
    public static double[] adjust(double... pValues) {
        int m = pValues.length;
        List<Integer> ascending = IntStream.range(0, m)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .toList();
        double[] adjusted = new double[m];
        double largest = 0;
        for (int rank = 0; rank < m; rank++) {
            int test = ascending.get(rank);
            largest = Math.max(largest, Math.min(1, (m - rank) * pValues[test]));
            adjusted[test] = largest;
        }
        return adjusted;
    }
}
