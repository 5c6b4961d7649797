package dev.convbench.nn;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;

/** Whether a strategy can train a network, answered before it is made. */
public final class NetworkSupport {
    private static final Pass[] CONV_PASSES = {Pass.FORWARD, Pass.BACKWARD_WEIGHTS, Pass.BACKWARD_BIAS};
    private static final Pass[] POOL_PASSES = {Pass.FORWARD, Pass.BACKWARD_DATA};

    private NetworkSupport() {}

    /**
     * Whether the strategy of a network is available and supports all that a training step takes, or why not. The gradient of the
     * images is not among it.
     *
     * @param options of the network
     * @param batchSize images of a step
     * @param precision of all arrays
     * @throws IllegalArgumentException if there is no such convolution or pooling
     */
    public static Support of(ThreeLayerConvNet.Options options, int batchSize, Precision precision) {
        Strategy strategy = options.strategy();
        Support support = strategy.available();
        ConvShape conv = options.conv(batchSize);
        for (Pass pass : CONV_PASSES) {
            support = support.and(strategy.supports(conv, pass, precision));
        }
        PoolShape pool = options.pool(batchSize);
        for (Pass pass : POOL_PASSES) {
            support = support.and(strategy.supports(pool, pass, precision));
        }
        return support;
    }
}
