package dev.convbench.bench;

import dev.convbench.check.Comparison;

/**
 * Holds layers to the reference. In double each element: |a − b| ≤ 1e-8·max(1, |b|). In float each array as a whole:
 * ‖a − b‖ ≤ 1e-4·‖b‖, Euclidean norms. Rounding decides there between a pixel just above zero and one just below, or between two
 * almost equal maxima, and their gradients then differ by all they are; a wrong element in a million still shows.
 */
final class Within {
    private static final double TOLERANCE = 1e-8;
    private static final double NORM_TOLERANCE = 1e-4;

    private Within() {}

    /** Compares arrays with the expected ones, counting through all of them. */
    static Comparison compare(double[][] actual, double[][] expected) {
        Comparison.Tally tally = new Comparison.Tally();
        int at = 0;
        for (int array = 0; array < expected.length; array++) {
            for (int k = 0; k < expected[array].length; k++) {
                double right = expected[array][k];
                tally.add(at++, actual[array][k], right, TOLERANCE * Math.max(1, Math.abs(right)));
            }
        }
        return tally.result();
    }

    /** Compares arrays with the expected ones, each as one element: the relative norm of its error, expected to be 0. */
    static Comparison compareNorms(double[][] actual, double[][] expected) {
        Comparison.Tally tally = new Comparison.Tally();
        for (int array = 0; array < expected.length; array++) {
            double error = 0;
            double norm = 0;
            for (int k = 0; k < expected[array].length; k++) {
                double right = expected[array][k];
                double difference = actual[array][k] - right;
                error += difference * difference;
                norm += right * right;
            }
            tally.add(array, Math.sqrt(error / norm), 0, NORM_TOLERANCE);
        }
        return tally.result();
    }
}
