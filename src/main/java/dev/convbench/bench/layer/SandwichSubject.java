package dev.convbench.bench.layer;

import dev.convbench.nn.ConvReluPool;
import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Strategy;

/** conv - relu - max pool: y, or dx, dw and db. Each set has a layer of its own, which keeps what its backward pass needs. */
public final class SandwichSubject implements LayerSubject {
    private final boolean forward;
    private final Numbers[] sets;

    /** A layer and its arrays. */
    private static final class Numbers {
        final ConvReluPool layer;
        final double[] x;
        final double[] w;
        final double[] b;
        final double[] dy;
        final double[] y;
        final double[] dx;
        final double[] dw;
        final double[] db;

        Numbers(ConvReluPool layer, ConvShape conv, PoolShape pool, LayerArrays data) {
            this.layer = layer;
            x = new double[conv.xLength()];
            w = new double[conv.wLength()];
            b = new double[conv.oc()];
            dy = new double[pool.yLength()];
            data.copy(0, x);
            data.copy(1, w);
            data.copy(2, b);
            data.copy(3, dy);
            y = new double[pool.yLength()];
            dx = new double[x.length];
            dw = new double[w.length];
            db = new double[b.length];
        }
    }

    /**
     * Makes layers and arrays.
     *
     * @param fused whether relu works on the pooled map
     * @param forward whether to measure the forward pass
     * @param data x, w, b and dy of each set
     */
    public SandwichSubject(
            Strategy strategy, ConvShape conv, PoolShape pool, boolean fused, boolean forward, LayerArrays[] data) {
        this.forward = forward;
        sets = new Numbers[data.length];
        for (int set = 0; set < data.length; set++) {
            sets[set] = new Numbers(new ConvReluPool(strategy, conv, pool, fused), conv, pool, data[set]);
            forward(sets[set]);
        }
    }

    private static void forward(Numbers n) {
        n.layer.forward(n.x, n.w, n.b, n.y);
    }

    @Override
    public void run(int set) {
        Numbers n = sets[set];
        if (forward) {
            forward(n);
        } else {
            n.layer.backward(n.x, n.w, n.y, n.dy, n.dx, n.dw, n.db);
        }
    }

    @Override
    public Object output(int set) {
        return forward ? sets[set].y : sets[set].dx;
    }

    @Override
    public void results(int set, LayerArrays to) {
        Numbers n = sets[set];
        if (forward) {
            to.add(n.y);
        } else {
            to.add(n.dx).add(n.dw).add(n.db);
        }
    }

    @Override
    public void spoil(int set) {
        Numbers n = sets[set];
        if (forward) {
            LayerArrays.spoil(n.y);
        } else {
            LayerArrays.spoil(n.dx);
            LayerArrays.spoil(n.dw);
            LayerArrays.spoil(n.db);
        }
    }
}
