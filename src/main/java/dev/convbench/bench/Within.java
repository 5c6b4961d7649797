package dev.convbench.bench;

import dev.convbench.check.Comparison;

/** Holds layers to the reference: |a − b| ≤ 1e-8·max(1, |b|). */
final class Within {
    private static final double TOLERANCE = 1e-8;

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
}
