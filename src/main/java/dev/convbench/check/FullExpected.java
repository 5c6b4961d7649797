package dev.convbench.check;

import dev.convbench.op.Precision;

/** Every element of an output, computed by the reference. */
final class FullExpected implements Expected {
    private final double[] values;
    private final double[] magnitudes;
    private final double reductionLength;
    private final Precision precision;

    /**
     * Expected values and what their bounds are made of.
     *
     * @param magnitudes for each element the sum of the absolute values of its terms
     * @param reductionLength K, the largest number of terms behind an element
     * @param precision of the plans that are compared; the values are double in any case
     */
    FullExpected(double[] values, double[] magnitudes, double reductionLength, Precision precision) {
        this.values = values;
        this.magnitudes = magnitudes;
        this.reductionLength = reductionLength;
        this.precision = precision;
    }

    @Override
    public Comparison compare(double[] actual, double errorFactor) {
        return Comparison.compare(actual, values, magnitudes, Bound.of(errorFactor, reductionLength, precision));
    }

    @Override
    public Comparison compareExactly(double[] actual) {
        return Comparison.compareExactly(actual, values);
    }
}
