package dev.convbench.check;

import dev.convbench.op.Precision;

/** Every element of an output, computed by the reference. */
final class FullExpected implements Expected {
    private final double[] values;
    private final double[] magnitudes;
    private final double reductionLength;

    /**
     * Expected values and what their bounds are made of.
     *
     * @param magnitudes for each element the sum of the absolute values of its terms
     * @param reductionLength K, the largest number of terms behind an element
     */
    FullExpected(double[] values, double[] magnitudes, double reductionLength) {
        this.values = values;
        this.magnitudes = magnitudes;
        this.reductionLength = reductionLength;
    }

    @Override
    public Comparison compare(double[] actual, double errorFactor) {
        double bound = Comparison.bound(errorFactor, reductionLength, Precision.F64);
        return Comparison.compare(actual, values, magnitudes, bound);
    }

    @Override
    public Comparison compareExactly(double[] actual) {
        return Comparison.compareExactly(actual, values);
    }
}
