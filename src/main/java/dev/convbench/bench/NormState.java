package dev.convbench.bench;

import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import dev.convbench.shapes.Descriptors;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** State of the benchmarks of batch normalisation. */
@State(Scope.Thread)
public abstract class NormState extends OperationState {
    /** Sizes as a descriptor; the default is behind the notebook's convolution. */
    @Param("mb50ic32ih32iw32")
    public String norm;

    private final Pass pass;

    /**
     * State of one pass.
     *
     * @param pass forward, or backwardData for all gradients
     */
    NormState(Pass pass) {
        this.pass = pass;
    }

    @Override
    final Trial newTrial(Strategy bound, Precision elements) {
        return NormTrial.of(bound, Descriptors.batchNorm(norm), pass, elements);
    }
}
