package dev.convbench.check;

import dev.convbench.op.ErrorBound;
import dev.convbench.op.Precision;

/** Every element of an output, computed by the reference. */
final class FullExpected implements Expected {
    private final double[] values;
    private final double[] magnitudes;
    private final double reductionLength;
    private final Precision precision;
    private final double scale;

    /** Of a convolution; null of a pooling, which has no bounds by tile. */
    private final ConvInputs inputs;

    /**
     * Expected values of a pooling and what their bounds are made of.
     *
     * @param magnitudes for each element the sum of the absolute values of its terms
     * @param reductionLength K, the largest number of terms behind an element
     * @param inputs their precision is that of the plans that are compared; the values are double in any case
     */
    FullExpected(double[] values, double[] magnitudes, double reductionLength, PoolInputs inputs) {
        this(values, magnitudes, reductionLength, inputs.precision(), inputs.scale(), null);
    }

    /**
     * Expected values of a convolution.
     *
     * @param magnitudes for each element the sum of the absolute values of its terms
     */
    FullExpected(double[] values, double[] magnitudes, ConvInputs inputs) {
        this(
                values,
                magnitudes,
                inputs.shape().reductionLength(inputs.pass()),
                inputs.precision(),
                inputs.scale(),
                inputs);
    }

    private FullExpected(
            double[] values,
            double[] magnitudes,
            double reductionLength,
            Precision precision,
            double scale,
            ConvInputs inputs) {
        this.values = values;
        this.magnitudes = magnitudes;
        this.reductionLength = reductionLength;
        this.precision = precision;
        this.scale = scale;
        this.inputs = inputs;
    }

    @Override
    public Comparison compare(double[] actual, ErrorBound published) {
        Bound bound = Bound.of(published.factor(), reductionLength, precision, scale);
        return published.isTiled()
                ? compare(actual, bound, new TileMagnitudes(inputs, published))
                : Comparison.compare(actual, values, magnitudes, bound);
    }

    private Comparison compare(double[] actual, Bound bound, TileMagnitudes tiles) {
        Comparison.Tally tally = new Comparison.Tally();
        for (int k = 0; k < values.length; k++) {
            double magnitude = tiles.at(k);
            boolean spoiled = !Double.isFinite(magnitude);
            if (!spoiled || (!Double.isFinite(values[k]) && Double.isFinite(actual[k]))) {
                tally.add(k, actual[k], values[k], spoiled ? 0 : bound.allowed(values[k], magnitude));
            }
        }
        return tally.result();
    }

    @Override
    public Comparison compareExactly(double[] actual) {
        return Comparison.compareExactly(actual, values);
    }
}
