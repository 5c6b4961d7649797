package dev.convbench.bench;

import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** State of the benchmarks of conv - relu - 2x2 max pool. */
@State(Scope.Thread)
public abstract class SandwichState extends OperationState {
    /** The convolution: a layer of the catalogue, or a descriptor. */
    @Param("notebook:net")
    public String conv;

    /** Whether relu works on the pooled map, true or false. */
    @Param({"true", "false"})
    public String fused;

    private final Pass pass;

    /**
     * State of one pass.
     *
     * @param pass forward, or backwardData for all gradients
     */
    SandwichState(Pass pass) {
        this.pass = pass;
    }

    @Override
    final Trial newTrial(Strategy bound, Precision elements) {
        return SandwichTrial.of(bound, ConvState.shape(conv), Layers.flag("fused", fused), pass, elements);
    }
}
