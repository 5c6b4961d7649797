package dev.convbench.bench;

import dev.convbench.bench.layer.LayerArrays;
import dev.convbench.bench.layer.LayerSubject;
import dev.convbench.bench.layer.StepSubject;
import dev.convbench.bench.layer.StepSubjectF32;
import dev.convbench.check.Data;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;

/** A training step of the notebook's network under measurement. */
final class StepTrial {
    private static final int CLASSES = 10;
    private static final int IMAGE = 3 * 32 * 32;

    private StepTrial() {}

    /**
     * Makes network and data.
     *
     * @param strategy with the workers it is to have
     * @throws UnsupportedOperationException with the reason, if the strategy does not support it
     */
    static Trial of(Strategy strategy, int hidden, int batch, Precision precision) {
        String name = strategy.name() + " training step with " + hidden + " hidden units, batch " + batch;
        Supports.require(name, Layers.step(strategy, hidden, batch, precision));
        LayerArrays[] images = new LayerArrays[Trial.SETS];
        int[][] labels = new int[Trial.SETS][batch];
        for (int set = 0; set < images.length; set++) {
            images[set] = new LayerArrays()
                    .add(Data.uniform(batch * IMAGE, Data.seed(Seeds.of(set), 0)))
                    .rounded(precision);
            for (int image = 0; image < batch; image++) {
                labels[set][image] = (int) Long.remainderUnsigned(Data.bits(Seeds.of(set), image), CLASSES);
            }
        }
        LayerSubject subject = precision == Precision.F64
                ? new StepSubject(strategy, hidden, images, labels)
                : new StepSubjectF32(strategy, hidden, images, labels);
        return new LayerTrial(
                name, subject, precision, new StepSubject(Strategies.reference(), hidden, images, labels));
    }
}
