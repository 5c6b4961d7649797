package dev.convbench.bench;

import dev.convbench.nn.NetworkSupport;
import dev.convbench.nn.ThreeLayerConvNet;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;

/** Sizes of the measured layers, and whether a strategy can do them. */
final class Layers {
    private Layers() {}

    static Support batchNorm(Strategy strategy, BatchNormShape shape, Precision precision) {
        return strategy.available().and(strategy.supports(shape, precision));
    }

    /** The 2x2 max pooling behind a convolution. */
    static PoolShape pool(ConvShape conv) {
        return PoolShape.builder()
                .input(conv.mb(), conv.oc(), conv.oh(), conv.ow())
                .window(2, 2)
                .stride(2, 2)
                .build();
    }

    static Support sandwich(Strategy strategy, ConvShape conv, Precision precision) {
        Support support = strategy.available();
        for (Pass pass : Pass.values()) {
            support = support.and(strategy.supports(conv, pass, precision));
        }
        for (Pass pass : new Pass[] {Pass.FORWARD, Pass.BACKWARD_DATA}) {
            support = support.and(strategy.supports(pool(conv), pass, precision));
        }
        return support;
    }

    /** The notebook's network with other hidden units. */
    static ThreeLayerConvNet.Options network(Strategy strategy, int hidden) {
        return ThreeLayerConvNet.Options.builder()
                .hidden(hidden)
                .strategy(strategy)
                .build();
    }

    static Support step(Strategy strategy, int hidden, int batch, Precision precision) {
        return NetworkSupport.of(network(strategy, hidden), batch, precision);
    }

    /**
     * Reads a parameter that counts something.
     *
     * @throws IllegalArgumentException if it is no number of at least 1
     */
    static int count(String name, String text) {
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < 1) {
            throw new IllegalArgumentException(name + " is '" + text + "', must be a number of at least 1");
        }
        return Integer.parseInt(text);
    }

    /**
     * Reads a parameter that is true or false.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static boolean flag(String name, String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(name + " is '" + text + "', must be true or false");
        }
        return text.equals("true");
    }
}
