package dev.convbench.bench;

import dev.convbench.bench.layer.LayerArrays;
import dev.convbench.bench.layer.LayerSubject;
import dev.convbench.bench.layer.SandwichSubject;
import dev.convbench.bench.layer.SandwichSubjectF32;
import dev.convbench.check.Data;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;

/** One pass of conv - relu - 2x2 max pool under measurement; the reference computes the three layers one after the other. */
final class SandwichTrial {
    private SandwichTrial() {}

    /**
     * Makes layers and data.
     *
     * @param strategy with the workers it is to have
     * @throws UnsupportedOperationException with the reason, if the strategy does not support it
     */
    static Trial of(Strategy strategy, ConvShape conv, boolean fused, Pass pass, Precision precision) {
        String name = strategy.name() + (fused ? " fused" : " plain") + " conv-relu-pool " + pass.text() + " " + conv;
        Supports.require(name, Layers.sandwich(strategy, conv, precision));
        PoolShape pool = Layers.pool(conv);
        LayerArrays[] data = new LayerArrays[Trial.SETS];
        for (int set = 0; set < data.length; set++) {
            data[set] = new LayerArrays()
                    .add(Data.uniform(conv.xLength(), Data.seed(Seeds.of(set), 0)))
                    .add(Data.uniform(conv.wLength(), Data.seed(Seeds.of(set), 1)))
                    .add(Data.uniform(conv.oc(), Data.seed(Seeds.of(set), 2)))
                    .add(Data.uniform(pool.yLength(), Data.seed(Seeds.of(set), 3)))
                    .rounded(precision);
        }
        boolean forward = pass == Pass.FORWARD;
        LayerSubject subject = precision == Precision.F64
                ? new SandwichSubject(strategy, conv, pool, fused, forward, data)
                : new SandwichSubjectF32(strategy, conv, pool, fused, forward, data);
        LayerSubject reference = new SandwichSubject(Strategies.reference(), conv, pool, false, forward, data);
        return new LayerTrial(name, subject, precision, reference);
    }
}
