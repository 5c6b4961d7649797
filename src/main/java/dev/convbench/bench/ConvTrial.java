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
import dev.convbench.op.OffHeap;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.PreparedWeights;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;

/** One pass of one convolution strategy under measurement, on values uniform in [−1, 1]. */
final class ConvTrial extends Trial {
    private final Convolution plan;
    /** One for all sets; of a plan that computes outside the heap one a set, which holds its arrays. */
    private final Scratch[] scratch = new Scratch[SETS];
    /** The plan, if it computes outside the heap: its arrays lie there before the first timed call. Else null. */
    private final OffHeap offHeap;

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
        offHeap = plan instanceof OffHeap one ? one : null;
        errorBound = plan.errorBound(pass);
        for (int set = 0; set < SETS; set++) {
            long seed = Seeds.of(set);
            ConvInputs inputs =
                    ConvInputs.random(plan.shape(), pass, seed, Data::uniform).in(plan.precision());
            expected[set] = References.expected(inputs, seed);
            arrays[set] = new ConvArrays(inputs);
            weights[set] = prepares ? arrays[set].prepare(plan) : null;
            scratch[set] = offHeap == null && set > 0 ? scratch[0] : plan.newScratch();
            if (offHeap != null) {
                callOnArrays(set);
            }
        }
    }

    @Override
    void call(int set) {
        if (offHeap == null) {
            callOnArrays(set);
        } else {
            offHeap.repeat(scratch[set]);
        }
    }

    private void callOnArrays(int set) {
        if (weights[set] == null) {
            arrays[set].run(plan, scratch[set]);
        } else {
            arrays[set].run(plan, weights[set], scratch[set]);
        }
    }

    @Override
    Object output(int set) {
        return offHeap == null ? arrays[set].out().array() : scratch[set];
    }

    @Override
    Comparison compare(int set) {
        if (offHeap != null) {
            arrays[set].out().read(offHeap, scratch[set]);
        }
        return expected[set].compare(arrays[set].out().doubles(), errorBound);
    }

    @Override
    void spoil(int set) {
        if (offHeap != null) {
            offHeap.spoil(scratch[set]);
        }
        arrays[set].out().fill(Double.NaN);
    }
}
