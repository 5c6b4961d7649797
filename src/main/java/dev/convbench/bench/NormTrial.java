package dev.convbench.bench;

import dev.convbench.bench.layer.LayerArrays;
import dev.convbench.bench.layer.LayerSubject;
import dev.convbench.bench.layer.NormSubject;
import dev.convbench.bench.layer.NormSubjectF32;
import dev.convbench.check.Data;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;

/** One pass of batch normalisation in training under measurement. */
final class NormTrial {
    private NormTrial() {}

    /**
     * Makes plan and data.
     *
     * @param strategy with the workers it is to have
     * @throws UnsupportedOperationException with the reason, if the strategy does not support it
     */
    static Trial of(Strategy strategy, BatchNormShape shape, Pass pass, Precision precision) {
        String name = strategy.name() + " batch normalisation " + pass.text() + " " + shape;
        Supports.require(name, Layers.batchNorm(strategy, shape, precision));
        LayerArrays[] data = new LayerArrays[Trial.SETS];
        for (int set = 0; set < data.length; set++) {
            data[set] = new LayerArrays()
                    .add(Data.uniform(shape.length(), Data.seed(Seeds.of(set), 0)))
                    .add(Data.uniform(shape.c(), Data.seed(Seeds.of(set), 1)))
                    .add(Data.uniform(shape.c(), Data.seed(Seeds.of(set), 2)))
                    .add(Data.uniform(shape.length(), Data.seed(Seeds.of(set), 3)))
                    .rounded(precision);
        }
        boolean forward = pass == Pass.FORWARD;
        LayerSubject subject = precision == Precision.F64
                ? new NormSubject(strategy, shape, forward, data)
                : new NormSubjectF32(strategy, shape, forward, data);
        return new LayerTrial(name, subject, precision, new NormSubject(Strategies.reference(), shape, forward, data));
    }
}
