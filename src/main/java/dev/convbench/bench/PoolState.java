package dev.convbench.bench;

import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.shapes.Catalogue;
import dev.convbench.shapes.NamedPool;
import java.util.List;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** State of the pooling benchmarks. */
@State(Scope.Thread)
public abstract class PoolState extends OperationState {
    /** A pooling of the catalogue, or a descriptor. The defaults are one that tiles its input and one that overlaps. */
    @Param({"notebook:pool", "pool:resnet50_pool1"})
    public String pool;

    private final Pass pass;

    /**
     * State of one pass.
     *
     * @param pass the pass
     */
    PoolState(Pass pass) {
        this.pass = pass;
    }

    @Override
    final Trial newTrial(Strategy bound, Precision elements) {
        return PoolTrial.of(bound, shape(pool), pass, elements);
    }

    /**
     * The one shape that a parameter stands for.
     *
     * @throws IllegalArgumentException if it stands for none or for several
     */
    static PoolShape shape(String spec) {
        List<NamedPool> layers = Catalogue.poolings(spec);
        if (layers.size() != 1) {
            throw new IllegalArgumentException("pool is '" + spec + "', which names " + layers.size()
                    + " layers, the first being " + layers.get(0).name() + ": one trial measures one layer");
        }
        return layers.get(0).shape();
    }
}
