package dev.convbench.bench.layer;

import dev.convbench.nn.Adam;
import dev.convbench.nn.Optimiser;
import dev.convbench.nn.Parameters;
import dev.convbench.nn.ThreeLayerConvNet;
import dev.convbench.op.Strategy;

/**
 * A training step of the notebook's network: loss, gradients, and an update by adam. All sets train one network.
 *
 * <p>The learning rate is 0: adam does all its work, but the parameters stay, so that every call computes the same numbers. Otherwise the
 * network would learn its batches by heart within seconds, and gradients that fade away are slow numbers.
 */
public final class StepSubject implements LayerSubject {
    private final ThreeLayerConvNet model;
    private final Optimiser optimiser;
    private final double[][] images;
    private final int[][] labels;
    private final Parameters[] gradients;
    private long calls;

    /**
     * Makes network and arrays.
     *
     * @param hidden units of the hidden layer
     * @param data images of each set
     * @param labels class of each image of each set
     */
    public StepSubject(Strategy strategy, int hidden, LayerArrays[] data, int[][] labels) {
        ThreeLayerConvNet.Options options = ThreeLayerConvNet.Options.builder()
                .hidden(hidden)
                .strategy(strategy)
                .build();
        model = new ThreeLayerConvNet(options);
        optimiser = new Optimiser(
                new Adam(0, Adam.DEFAULT.beta1(), Adam.DEFAULT.beta2(), Adam.DEFAULT.epsilon()),
                model.parameters(),
                strategy.runner());
        this.labels = labels;
        images = new double[data.length][];
        gradients = new Parameters[data.length];
        int image = options.channels() * options.height() * options.width();
        for (int set = 0; set < data.length; set++) {
            images[set] = new double[labels[set].length * image];
            data[set].copy(0, images[set]);
            gradients[set] = model.parameters().zeros();
        }
    }

    @Override
    public void run(int set) {
        calls++;
        model.loss(images[set], labels[set], gradients[set]);
        optimiser.update(model.parameters(), gradients[set]);
    }

    @Override
    public Object output(int set) {
        return gradients[set].get(0);
    }

    /** The gradients; what adam did shows in nothing else, as its rate is 0. */
    @Override
    public void results(int set, LayerArrays to) {
        long updates = optimiser.state().updates();
        if (updates != calls) {
            throw new IllegalStateException(calls + " calls made " + updates + " updates");
        }
        for (int index = 0; index < gradients[set].size(); index++) {
            to.add(gradients[set].get(index));
        }
    }

    @Override
    public void spoil(int set) {
        for (int index = 0; index < gradients[set].size(); index++) {
            LayerArrays.spoil(gradients[set].get(index));
        }
    }
}
