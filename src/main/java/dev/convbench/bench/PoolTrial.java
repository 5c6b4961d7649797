package dev.convbench.bench;

import dev.convbench.check.Comparison;
import dev.convbench.check.Data;
import dev.convbench.check.Expected;
import dev.convbench.check.PoolArrays;
import dev.convbench.check.PoolInputs;
import dev.convbench.check.References;
import dev.convbench.op.OffHeap;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;

/** One pass of one pooling strategy under measurement, on values uniform in [−1, 1]. */
final class PoolTrial extends Trial {
    private final Pooling plan;
    /** One for all sets; of a plan that computes outside the heap one a set, which holds its arrays. */
    private final Scratch[] scratch = new Scratch[SETS];
    /** The plan, if it computes outside the heap: its arrays lie there before the first timed call. Else null. */
    private final OffHeap offHeap;

    private final double errorFactor;
    private final PoolArrays[] arrays = new PoolArrays[SETS];
    private final Expected[] expected = new Expected[SETS];

    /** Where the maxima stand, if the plan writes that, else null. */
    private final int[][] expectedArgmax = new int[SETS][];

    /**
     * Makes plan and data.
     *
     * @param strategy with the workers it is to have
     * @throws UnsupportedOperationException with the reason, if the strategy does not support the pass
     */
    static PoolTrial of(Strategy strategy, PoolShape shape, Pass pass, Precision precision) {
        String subject = strategy.name() + " " + pass.text() + " " + shape;
        Supports.require(subject, strategy.available().and(strategy.supports(shape, pass, precision)));
        return new PoolTrial(subject, strategy.pooling(shape, precision), pass);
    }

    private PoolTrial(String subject, Pooling plan, Pass pass) {
        super(subject);
        this.plan = plan;
        offHeap = plan instanceof OffHeap one ? one : null;
        errorFactor = plan.errorFactor(pass);
        for (int set = 0; set < SETS; set++) {
            PoolInputs inputs = inputs(plan.shape(), pass, Seeds.of(set)).in(plan.precision());
            expected[set] = References.expected(inputs);
            arrays[set] = new PoolArrays(inputs);
            if (arrays[set].argmaxOut() != null && plan.writesArgmax()) {
                expectedArgmax[set] = References.argmax(inputs);
            }
            scratch[set] = offHeap == null && set > 0 ? scratch[0] : plan.newScratch();
            if (offHeap != null) {
                arrays[set].run(plan, scratch[set]);
            }
        }
    }

    private static PoolInputs inputs(PoolShape shape, Pass pass, long seed) {
        PoolInputs forward =
                new PoolInputs(shape, Pass.FORWARD, Data.uniform(shape.xLength(), Data.seed(seed, 0)), null);
        if (pass == Pass.FORWARD) {
            return forward;
        }
        int[] workspace = shape.isMax() ? References.argmax(forward) : null;
        return new PoolInputs(shape, pass, Data.uniform(shape.yLength(), Data.seed(seed, 1)), workspace);
    }

    @Override
    void call(int set) {
        if (offHeap == null) {
            arrays[set].run(plan, scratch[set]);
        } else {
            offHeap.repeat(scratch[set]);
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
        Comparison values = expected[set].compare(arrays[set].out().doubles(), errorFactor);
        if (expectedArgmax[set] == null || !values.ok()) {
            return values;
        }
        Comparison places = Comparison.compareExactly(arrays[set].argmaxOut(), expectedArgmax[set]);
        return places.ok() ? values : places;
    }

    @Override
    void spoil(int set) {
        if (offHeap != null) {
            offHeap.spoil(scratch[set]);
        }
        arrays[set].spoil();
    }
}
