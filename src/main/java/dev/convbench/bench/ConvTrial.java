package dev.convbench.bench;

import dev.convbench.check.Comparison;
import dev.convbench.check.ConvInputs;
import dev.convbench.check.Data;
import dev.convbench.check.Expected;
import dev.convbench.check.References;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;
import java.util.Arrays;

/** One pass of one convolution strategy under measurement, on values uniform in [−1, 1]. */
final class ConvTrial extends Trial {
    private final Convolution plan;
    private final Scratch scratch;
    private final double errorFactor;
    private final ConvInputs[] inputs = new ConvInputs[SETS];
    private final Expected[] expected = new Expected[SETS];
    private final double[][] outputs = new double[SETS][];

    /**
     * Makes plan and data.
     *
     * @param strategy with the workers it is to have
     * @throws UnsupportedOperationException with the reason, if the strategy does not support the pass
     */
    static ConvTrial of(Strategy strategy, ConvShape shape, Pass pass, Precision precision) {
        String subject = strategy.name() + " " + pass.text() + " " + shape;
        Supports.require(subject, strategy.available().and(strategy.supports(shape, pass, precision)));
        return new ConvTrial(subject, strategy.convolution(shape, precision), pass);
    }

    private ConvTrial(String subject, Convolution plan, Pass pass) {
        super(subject);
        this.plan = plan;
        scratch = plan.newScratch();
        errorFactor = plan.errorFactor(pass);
        for (int set = 0; set < SETS; set++) {
            long seed = Seeds.of(set);
            inputs[set] = ConvInputs.random(plan.shape(), pass, seed, Data::uniform);
            expected[set] = References.expected(inputs[set], seed);
            outputs[set] = new double[ConvInputs.outputLength(plan.shape(), pass)];
        }
    }

    @Override
    void call(int set) {
        inputs[set].run(plan, outputs[set], scratch);
    }

    @Override
    double[] output(int set) {
        return outputs[set];
    }

    @Override
    Comparison compare(int set) {
        return expected[set].compare(outputs[set], errorFactor);
    }

    @Override
    void spoil(int set) {
        Arrays.fill(outputs[set], Double.NaN);
    }
}
