package dev.convbench.check;

import dev.convbench.op.ConvShape;
import dev.convbench.op.ErrorBound;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import java.util.stream.IntStream;

/**
 * Samples of a large output: the first and last row and column of its planes, 4,096 random elements, and random
 * contractions that reach every element.
 *
 * <p>A contraction adds up the channels of each group with random signs r = ±1, and compares with the same pass on
 * contracted operands, which has one channel a group and costs that many times less:
 *
 * <pre>
 * forward:          Σ_o r_o·y[n,o,i,j]  = pass(x, Σ_o r_o·w[o], Σ_o r_o·b[o])
 * backward data:    Σ_c r_c·dx[n,c,h,w] = pass(dy, Σ_c r_c·w[:,c])
 * backward weights: Σ_o r_o·dw[o,c,r,s] = pass(x, Σ_o r_o·dy[:,o])
 * </pre>
 *
 * A single wrong element shows whatever the signs are; its error must be beyond the {@link Bound} of K + M terms, with M
 * the channels added up and the sum over all of their terms. Where even the contracted pass is too long (depthwise), 4,096
 * random sums of it are compared.
 *
 * <p>Besides, no element may be other than finite: the inputs are.
 */
final class SampledExpected implements Expected {
    /** Random elements, and random sums where not all are computed. */
    static final int RANDOM_SAMPLES = 4096;

    /** Multiply-adds spent on borders at most, and on contractions: half a second each at the speed of the definition. */
    private static final double BUDGET = 0.5e9;

    private final ConvInputs inputs;
    private final Samples elements;
    private final Samples sums;
    private final Contraction contraction;
    private final double reductionLength;
    private final Precision precision;

    SampledExpected(ConvInputs inputs, long seed) {
        this.inputs = inputs;
        precision = inputs.precision();
        reductionLength = inputs.shape().reductionLength(inputs.pass());
        int length = ConvInputs.outputLength(inputs.shape(), inputs.pass());
        IntStream random = random(length, Data.seed(seed, 0));
        elements = new Samples(inputs, IntStream.concat(borders(inputs.shape(), inputs.pass()), random));
        contraction = new Contraction(inputs.shape(), inputs.pass(), Data.seed(seed, 1));
        ConvShape small = contraction.contracted();
        int sumCount = ConvInputs.outputLength(small, inputs.pass());
        boolean all = sumCount * (double) small.reductionLength(inputs.pass()) <= BUDGET;
        int[] at = (all ? IntStream.range(0, sumCount) : random(sumCount, Data.seed(seed, 2))).toArray();
        sums = new Samples(contraction.inputs(inputs), IntStream.of(at));
        sums.setMagnitudes(contraction.inputs(inputs.absolute(), true));
    }

    private static IntStream random(int length, long seed) {
        return IntStream.range(0, RANDOM_SAMPLES).map(k -> (int) Long.remainderUnsigned(Data.bits(seed, k), length));
    }

    /** First and last row and column of every plane; of evenly spaced planes where all would cost too much. */
    static IntStream borders(ConvShape shape, Pass pass) {
        int rows = rows(shape, pass);
        int columns = columns(shape, pass);
        int planes = ConvInputs.outputLength(shape, pass) / (rows * columns);
        int[] border = IntStream.range(0, rows * columns)
                .filter(k ->
                        k / columns == 0 || k / columns == rows - 1 || k % columns == 0 || k % columns == columns - 1)
                .toArray();
        double affordable = BUDGET / ((double) shape.reductionLength(pass) * border.length);
        int count = (int) Math.max(2, Math.min(planes, affordable));
        return IntStream.range(0, Math.min(count, planes))
                .map(k -> count >= planes ? k : (int) ((long) k * (planes - 1) / (count - 1)))
                .flatMap(plane -> IntStream.of(border).map(k -> plane * rows * columns + k));
    }

    static int rows(ConvShape shape, Pass pass) {
        return switch (pass) {
            case FORWARD -> shape.oh();
            case BACKWARD_DATA -> shape.ih();
            case BACKWARD_WEIGHTS -> shape.kh();
            case BACKWARD_BIAS -> 1;
        };
    }

    static int columns(ConvShape shape, Pass pass) {
        return switch (pass) {
            case FORWARD -> shape.ow();
            case BACKWARD_DATA -> shape.iw();
            case BACKWARD_WEIGHTS -> shape.kw();
            case BACKWARD_BIAS -> 1;
        };
    }

    @Override
    public Comparison compare(double[] actual, ErrorBound published) {
        Bound bound = Bound.of(published.factor(), reductionLength, precision, inputs.scale());
        double sumBound = Bound.of(published.factor(), reductionLength + contraction.channels(), precision)
                .factor();
        if (!published.isTiled()) {
            return finite(actual)
                    .and(elements.compare(actual, bound, elements.magnitudes))
                    .and(compareSums(actual, sumBound, sums.magnitudes));
        }
        double[] ofElements = elements.magnitudes(new TileMagnitudes(inputs, published));
        double[] ofSums = sums.magnitudes(new TileMagnitudes(contraction.inputs(inputs.absolute(), true), published));
        return finite(actual)
                .and(elements.compare(actual, bound, ofElements))
                .and(compareSums(actual, sumBound, ofSums));
    }

    @Override
    public Comparison compareExactly(double[] actual) {
        return finite(actual)
                .and(elements.compare(actual, Bound.EXACT, elements.magnitudes))
                .and(compareSums(actual, 0, sums.magnitudes));
    }

    /** A miss for the first element that is not finite. */
    private static Comparison finite(double[] actual) {
        Comparison.Tally tally = new Comparison.Tally();
        for (int k = 0; k < actual.length && tally.result().ok(); k++) {
            if (!Double.isFinite(actual[k])) {
                tally.add(k, actual[k], 0, 0);
            }
        }
        return tally.result();
    }

    private Comparison compareSums(double[] actual, double bound, double[] magnitudes) {
        Comparison.Tally tally = new Comparison.Tally();
        for (int k = 0; k < sums.at.length; k++) {
            double allowed = bound * magnitudes[k];
            tally.add(
                    contraction.firstElement(sums.at[k]), contraction.sum(actual, sums.at[k]), sums.values[k], allowed);
        }
        return tally.result();
    }

    /** Some elements of an output. */
    private static final class Samples {
        final int[] at;
        final double[] values;
        final double[] magnitudes;

        Samples(ConvInputs inputs, IntStream indices) {
            at = indices.toArray();
            values = new double[at.length];
            magnitudes = new double[at.length];
            SampledReference reference = new SampledReference(inputs);
            for (int k = 0; k < at.length; k++) {
                reference.at(at[k]);
                values[k] = reference.value();
                magnitudes[k] = reference.magnitude();
            }
        }

        void setMagnitudes(ConvInputs absolute) {
            SampledReference reference = new SampledReference(absolute);
            for (int k = 0; k < at.length; k++) {
                reference.at(at[k]);
                magnitudes[k] = reference.magnitude();
            }
        }

        /** What a bound by tile is made of. */
        double[] magnitudes(TileMagnitudes tiles) {
            return IntStream.of(at).mapToDouble(tiles::at).toArray();
        }

        Comparison compare(double[] actual, Bound bound, double[] magnitudes) {
            Comparison.Tally tally = new Comparison.Tally();
            for (int k = 0; k < at.length; k++) {
                double allowed = bound.allowed(values[k], magnitudes[k]);
                tally.add(at[k], actual[at[k]], values[k], allowed);
            }
            return tally.result();
        }
    }
}
