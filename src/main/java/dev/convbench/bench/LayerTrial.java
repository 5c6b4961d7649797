package dev.convbench.bench;

import dev.convbench.bench.layer.LayerArrays;
import dev.convbench.bench.layer.LayerSubject;
import dev.convbench.check.Comparison;
import dev.convbench.op.Precision;

/** A layer under measurement, on values uniform in [−1, 1], held to the same layer of the double reference. */
final class LayerTrial extends Trial {
    private final LayerSubject subject;
    private final Precision precision;
    private final double[][][] expected = new double[SETS][][];

    /**
     * A trial.
     *
     * @param name what is measured, for messages
     * @param subject with {@link #SETS} sets
     * @param precision of the subject
     * @param reference with the same sets, in double; is called here
     */
    LayerTrial(String name, LayerSubject subject, Precision precision, LayerSubject reference) {
        super(name);
        this.subject = subject;
        this.precision = precision;
        for (int set = 0; set < SETS; set++) {
            reference.run(set);
            expected[set] = results(reference, set);
        }
    }

    private static double[][] results(LayerSubject layer, int set) {
        LayerArrays arrays = new LayerArrays();
        layer.results(set, arrays);
        return arrays.all();
    }

    @Override
    void call(int set) {
        subject.run(set);
    }

    @Override
    Object output(int set) {
        return subject.output(set);
    }

    @Override
    Comparison compare(int set) {
        double[][] actual = results(subject, set);
        return precision == Precision.F64
                ? Within.compare(actual, expected[set])
                : Within.compareNorms(actual, expected[set]);
    }

    @Override
    void spoil(int set) {
        subject.spoil(set);
    }
}
