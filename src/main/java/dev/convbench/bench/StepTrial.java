package dev.convbench.bench;

import dev.convbench.check.Comparison;
import dev.convbench.check.Data;
import dev.convbench.nn.Adam;
import dev.convbench.nn.Optimiser;
import dev.convbench.nn.Parameters;
import dev.convbench.nn.ThreeLayerConvNet;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.Arrays;

/**
 * A training step of the notebook's network under measurement: loss, gradients, and an update by adam.
 *
 * <p>The learning rate is 0: adam does all its work, but the parameters stay, so that every call computes the same numbers. Otherwise the
 * network would learn its two batches by heart within seconds, and gradients that fade away are slow numbers.
 */
final class StepTrial extends Trial {
    private static final int CLASSES = 10;

    private final ThreeLayerConvNet model;
    private final Optimiser optimiser;
    private final double[][] images = new double[SETS][];
    private final int[][] labels = new int[SETS][];
    private final Parameters[] gradients = new Parameters[SETS];
    private final Parameters[] expected = new Parameters[SETS];

    /**
     * Makes network and data.
     *
     * @param strategy with the workers it is to have
     * @throws UnsupportedOperationException with the reason, if the strategy does not support it
     */
    static StepTrial of(Strategy strategy, int hidden, int batch, Precision precision) {
        String subject = strategy.name() + " training step with " + hidden + " hidden units, batch " + batch;
        Supports.require(subject, Layers.step(strategy, hidden, batch, precision));
        return new StepTrial(subject, strategy, hidden, batch);
    }

    private StepTrial(String subject, Strategy strategy, int hidden, int batch) {
        super(subject);
        model = new ThreeLayerConvNet(Layers.network(strategy, hidden));
        optimiser = new Optimiser(
                new Adam(0, Adam.DEFAULT.beta1(), Adam.DEFAULT.beta2(), Adam.DEFAULT.epsilon()),
                model.parameters(),
                strategy.runner());
        ThreeLayerConvNet reference = new ThreeLayerConvNet(Layers.network(Strategies.reference(), hidden));
        for (int set = 0; set < SETS; set++) {
            images[set] = Data.uniform(batch * 3 * 32 * 32, Data.seed(Seeds.of(set), 0));
            labels[set] = new int[batch];
            for (int image = 0; image < batch; image++) {
                labels[set][image] = (int) Long.remainderUnsigned(Data.bits(Seeds.of(set), image), CLASSES);
            }
            gradients[set] = model.parameters().zeros();
            expected[set] = model.parameters().zeros();
            reference.loss(images[set], labels[set], expected[set]);
        }
    }

    @Override
    void call(int set) {
        model.loss(images[set], labels[set], gradients[set]);
        optimiser.update(model.parameters(), gradients[set]);
    }

    @Override
    double[] output(int set) {
        return gradients[set].get(0);
    }

    @Override
    Comparison compare(int set) {
        return Within.compare(arrays(gradients[set]), arrays(expected[set]));
    }

    private static double[][] arrays(Parameters parameters) {
        return parameters.asMap().values().toArray(double[][]::new);
    }

    @Override
    void spoil(int set) {
        for (double[] gradient : arrays(gradients[set])) {
            Arrays.fill(gradient, Double.NaN);
        }
    }
}
