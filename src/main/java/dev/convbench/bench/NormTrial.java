package dev.convbench.bench;

import dev.convbench.check.Comparison;
import dev.convbench.check.Data;
import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.Arrays;

/** One pass of batch normalisation in training under measurement, on values uniform in [−1, 1]. */
final class NormTrial extends Trial {
    private static final double EPS = 1e-5;

    private final BatchNorm plan;
    private final Scratch scratch;
    private final boolean forward;
    private final Arrays64[] sets = new Arrays64[SETS];
    private final double[][][] expected = new double[SETS][][];

    /** The arrays of one set. */
    private static final class Arrays64 {
        final double[] x;
        final double[] gamma;
        final double[] beta;
        final double[] dy;
        final double[] mean;
        final double[] variance;
        /** y, or dx. */
        final double[] large;

        final double[] dgamma;
        final double[] dbeta;

        Arrays64(BatchNormShape shape, long seed) {
            x = Data.uniform(shape.length(), Data.seed(seed, 0));
            gamma = Data.uniform(shape.c(), Data.seed(seed, 1));
            beta = Data.uniform(shape.c(), Data.seed(seed, 2));
            dy = Data.uniform(shape.length(), Data.seed(seed, 3));
            mean = new double[shape.c()];
            variance = new double[shape.c()];
            large = new double[shape.length()];
            dgamma = new double[shape.c()];
            dbeta = new double[shape.c()];
        }

        void forward(BatchNorm plan, Scratch scratch) {
            plan.forwardTrain(x, gamma, beta, EPS, large, mean, variance, scratch);
        }

        void backward(BatchNorm plan, Scratch scratch) {
            plan.backwardTrain(x, gamma, EPS, mean, variance, dy, large, dgamma, dbeta, scratch);
        }

        double[][] outputs(boolean ofForward) {
            return ofForward ? new double[][] {large, mean, variance} : new double[][] {large, dgamma, dbeta};
        }
    }

    /**
     * Makes plan and data.
     *
     * @param strategy with the workers it is to have
     * @throws UnsupportedOperationException with the reason, if the strategy does not support it
     */
    static NormTrial of(Strategy strategy, BatchNormShape shape, Pass pass, Precision precision) {
        String subject = strategy.name() + " batch normalisation " + pass.text() + " " + shape;
        Supports.require(subject, Layers.batchNorm(strategy, shape, precision));
        return new NormTrial(subject, strategy.batchNorm(shape, precision), pass == Pass.FORWARD);
    }

    private NormTrial(String subject, BatchNorm plan, boolean forward) {
        super(subject);
        this.plan = plan;
        this.forward = forward;
        scratch = plan.newScratch();
        BatchNorm reference = Strategies.reference().batchNorm(plan.shape(), Precision.F64);
        for (int set = 0; set < SETS; set++) {
            Arrays64 arrays = new Arrays64(plan.shape(), Seeds.of(set));
            arrays.forward(reference, reference.newScratch());
            if (!forward) {
                arrays.backward(reference, reference.newScratch());
            }
            expected[set] = clones(arrays.outputs(forward));
            sets[set] = arrays;
        }
    }

    private static double[][] clones(double[][] arrays) {
        return Arrays.stream(arrays).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    void call(int set) {
        if (forward) {
            sets[set].forward(plan, scratch);
        } else {
            sets[set].backward(plan, scratch);
        }
    }

    @Override
    double[] output(int set) {
        return sets[set].large;
    }

    @Override
    Comparison compare(int set) {
        return Within.compare(sets[set].outputs(forward), expected[set]);
    }

    @Override
    void spoil(int set) {
        for (double[] output : sets[set].outputs(forward)) {
            Arrays.fill(output, Double.NaN);
        }
    }
}
