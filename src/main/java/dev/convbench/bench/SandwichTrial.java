package dev.convbench.bench;

import dev.convbench.check.Comparison;
import dev.convbench.check.Data;
import dev.convbench.nn.ConvReluPool;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.Arrays;

/**
 * One pass of conv - relu - 2x2 max pool under measurement, on values uniform in [−1, 1]. Each set has a layer of its own, which
 * keeps what its backward pass needs; the reference computes the three layers one after the other.
 */
final class SandwichTrial extends Trial {
    private final boolean forward;
    private final Layer[] sets = new Layer[SETS];
    private final double[][][] expected = new double[SETS][][];

    /** A layer and its arrays. */
    private static final class Layer {
        final ConvReluPool layer;
        final double[] x;
        final double[] w;
        final double[] b;
        final double[] dy;
        final double[] y;
        final double[] dx;
        final double[] dw;
        final double[] db;

        Layer(Strategy strategy, ConvShape conv, boolean fused, long seed) {
            PoolShape pool = Layers.pool(conv);
            layer = new ConvReluPool(strategy, conv, pool, fused);
            x = Data.uniform(conv.xLength(), Data.seed(seed, 0));
            w = Data.uniform(conv.wLength(), Data.seed(seed, 1));
            b = Data.uniform(conv.oc(), Data.seed(seed, 2));
            dy = Data.uniform(pool.yLength(), Data.seed(seed, 3));
            y = new double[pool.yLength()];
            dx = new double[x.length];
            dw = new double[w.length];
            db = new double[b.length];
        }

        void forward() {
            layer.forward(x, w, b, y);
        }

        void backward() {
            layer.backward(x, w, y, dy, dx, dw, db);
        }

        double[][] outputs(boolean ofForward) {
            return ofForward ? new double[][] {y} : new double[][] {dx, dw, db};
        }
    }

    /**
     * Makes layers and data.
     *
     * @param strategy with the workers it is to have
     * @throws UnsupportedOperationException with the reason, if the strategy does not support it
     */
    static SandwichTrial of(Strategy strategy, ConvShape conv, boolean fused, Pass pass, Precision precision) {
        String subject =
                strategy.name() + (fused ? " fused" : " plain") + " conv-relu-pool " + pass.text() + " " + conv;
        Supports.require(subject, Layers.sandwich(strategy, conv, precision));
        return new SandwichTrial(subject, strategy, conv, fused, pass == Pass.FORWARD);
    }

    private SandwichTrial(String subject, Strategy strategy, ConvShape conv, boolean fused, boolean forward) {
        super(subject);
        this.forward = forward;
        for (int set = 0; set < SETS; set++) {
            Layer reference = new Layer(Strategies.reference(), conv, false, Seeds.of(set));
            reference.forward();
            sets[set] = new Layer(strategy, conv, fused, Seeds.of(set));
            if (!forward) {
                reference.backward();
                sets[set].forward();
            }
            expected[set] = reference.outputs(forward);
        }
    }

    @Override
    void call(int set) {
        if (forward) {
            sets[set].forward();
        } else {
            sets[set].backward();
        }
    }

    @Override
    double[] output(int set) {
        return sets[set].outputs(forward)[0];
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
