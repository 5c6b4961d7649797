package dev.convbench.bench;

import dev.convbench.check.Comparison;
import dev.convbench.check.ConvArrays;
import dev.convbench.check.ConvInputs;
import dev.convbench.check.Data;
import dev.convbench.check.Expected;
import dev.convbench.check.References;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.ErrorBound;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.PreparedWeights;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;

/** One pass of one convolution strategy under measurement, on values uniform in [−1, 1]. */
final class ConvTrial extends Trial {
    private final Convolution plan;
    private final Scratch scratch;
    private final ErrorBound errorBound;
    private final ConvArrays[] arrays = new ConvArrays[SETS];
    private final Expected[] expected = new Expected[SETS];
    /** Prepared weights of each set; null if calls lay them out. */
    private final PreparedWeights[] weights = new PreparedWeights[SETS];

    /**
     * Makes plan and data.
     *
     * @param strategy with the workers it is to have
     * @throws UnsupportedOperationException with the reason, if the strategy does not support the pass
     */
    static ConvTrial of(Strategy strategy, ConvShape shape, Pass pass, Precision precision) {
        String subject = strategy.name() + " " + pass.text() + " " + shape;
        Supports.require(subject, strategy.available().and(strategy.supports(shape, pass, precision)));
        return new ConvTrial(subject, strategy.convolution(shape, precision), pass, false);
    }

    /**
     * Makes plan, data and prepared weights of the forward pass.
     *
     * @param strategy with the workers it is to have
     * @throws UnsupportedOperationException with the reason, if the strategy does not lay out weights or does not support the pass
     */
    static ConvTrial prepared(Strategy strategy, ConvShape shape, Precision precision) {
        String subject = strategy.name() + " prepared forward " + shape;
        Supports.require(subject, strategy.available());
        Supports.require(subject, InferenceSupport.of(strategy, shape, precision));
        return new ConvTrial(subject, strategy.convolution(shape, precision), Pass.FORWARD, true);
    }

    private ConvTrial(String subject, Convolution plan, Pass pass, boolean prepares) {
        super(subject);
        this.plan = plan;
        scratch = plan.newScratch();
        errorBound = plan.errorBound(pass);
        for (int set = 0; set < SETS; set++) {
            long seed = Seeds.of(set);
            ConvInputs inputs =
                    ConvInputs.random(plan.shape(), pass, seed, Data::uniform).in(plan.precision());
            expected[set] = References.expected(inputs, seed);
            arrays[set] = new ConvArrays(inputs);
            weights[set] = prepares ? arrays[set].prepare(plan) : null;
        }
    }

    @Override
    void call(int set) {
        if (weights[set] == null) {
            arrays[set].run(plan, scratch);
        } else {
            arrays[set].run(plan, weights[set], scratch);
        }
    }

    @Override
    Object output(int set) {
        return arrays[set].out().array();
    }

    @Override
    Comparison compare(int set) {
        return expected[set].compare(arrays[set].out().doubles(), errorBound);
    }

    @Override
    void spoil(int set) {
        arrays[set].out().fill(Double.NaN);
    }
}
