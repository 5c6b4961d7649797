package dev.convbench.bench;

import dev.convbench.check.Comparison;
import dev.convbench.check.Data;
import dev.convbench.check.Expected;
import dev.convbench.check.PoolInputs;
import dev.convbench.check.References;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;
import java.util.Arrays;

/** One pass of one pooling strategy under measurement, on values uniform in [−1, 1]. */
final class PoolTrial extends Trial {
    /** No index of a plane, and not the −1 of an empty window. */
    private static final int UNWRITTEN = Integer.MIN_VALUE;

    private final Pooling plan;
    private final Scratch scratch;
    private final double errorFactor;
    private final PoolInputs[] inputs = new PoolInputs[SETS];
    private final Expected[] expected = new Expected[SETS];
    private final double[][] outputs = new double[SETS][];

    /** Where the maxima stand, if the pass writes that, else null: as expected, and as written. */
    private final int[][] expectedArgmax = new int[SETS][];

    private final int[][] argmax = new int[SETS][];

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
        scratch = plan.newScratch();
        errorFactor = plan.errorFactor(pass);
        for (int set = 0; set < SETS; set++) {
            inputs[set] = inputs(plan.shape(), pass, Seeds.of(set));
            expected[set] = References.expected(inputs[set]);
            outputs[set] = new double[PoolInputs.outputLength(plan.shape(), pass)];
            if (pass == Pass.FORWARD && plan.shape().isMax()) {
                expectedArgmax[set] = References.argmax(inputs[set]);
                argmax[set] = new int[outputs[set].length];
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
        inputs[set].run(plan, outputs[set], argmax[set], scratch);
    }

    @Override
    double[] output(int set) {
        return outputs[set];
    }

    @Override
    Comparison compare(int set) {
        Comparison values = expected[set].compare(outputs[set], errorFactor);
        if (argmax[set] == null || !values.ok()) {
            return values;
        }
        Comparison places = Comparison.compareExactly(argmax[set], expectedArgmax[set]);
        return places.ok() ? values : places;
    }

    @Override
    void spoil(int set) {
        Arrays.fill(outputs[set], Double.NaN);
        if (argmax[set] != null) {
            Arrays.fill(argmax[set], UNWRITTEN);
        }
    }
}
