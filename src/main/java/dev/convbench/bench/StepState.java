package dev.convbench.bench;

import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** State of the benchmark of a training step. */
@State(Scope.Thread)
public abstract class StepState extends OperationState {
    /** Units of the hidden layer: the notebook has 100, and 200 in its last cell. */
    @Param("100")
    public String hidden;

    /** Images of a step. */
    @Param("50")
    public String batch;

    /** For JMH. */
    StepState() {}

    @Override
    final Trial newTrial(Strategy bound, Precision elements) {
        return StepTrial.of(bound, Layers.count("hidden", hidden), Layers.count("batch", batch), elements);
    }
}
