package dev.convbench.run;

import dev.convbench.op.Pass;
import dev.convbench.results.Family;
import java.util.Optional;

/** What the benchmark classes measure. Benchmarks that are not listed are run as they are. */
enum Operation {
    CONV_FORWARD("ConvForward", Family.CONV, Pass.FORWARD, "conv forward"),
    CONV_INFERENCE("ConvInference", Family.CONV, Pass.FORWARD, "conv forward, prepared weights"),
    CONV_BACKWARD_DATA("ConvBackwardData", Family.CONV, Pass.BACKWARD_DATA, "conv backwardData"),
    CONV_BACKWARD_WEIGHTS("ConvBackwardWeights", Family.CONV, Pass.BACKWARD_WEIGHTS, "conv backwardWeights"),
    POOL_FORWARD("PoolForward", Family.POOL, Pass.FORWARD, "pool forward"),
    POOL_BACKWARD("PoolBackward", Family.POOL, Pass.BACKWARD_DATA, "pool backward"),
    BATCH_NORM_FORWARD("BatchNormForward", Family.OTHER, Pass.FORWARD, "batch normalisation forward"),
    BATCH_NORM_BACKWARD("BatchNormBackward", Family.OTHER, Pass.BACKWARD_DATA, "batch normalisation backward"),
    CONV_RELU_POOL_FORWARD("ConvReluPoolForward", Family.OTHER, Pass.FORWARD, "conv-relu-pool forward"),
    CONV_RELU_POOL_BACKWARD("ConvReluPoolBackward", Family.OTHER, Pass.BACKWARD_DATA, "conv-relu-pool backward"),
    TRAIN_STEP("TrainStep", Family.OTHER, Pass.FORWARD, "training step"),
    FMA_PEAK("FmaPeak", Family.PEAK, null, "peak"),
    COPY_BANDWIDTH("CopyBandwidth", Family.COPY, null, "copy");

    private static final String PACKAGE = "dev.convbench.bench.";

    private final String className;
    private final Family family;
    private final Pass pass;
    private final String title;

    Operation(String className, Family family, Pass pass, String title) {
        this.className = className;
        this.family = family;
        this.pass = pass;
        this.title = title;
    }

    /** The operation that a benchmark, given as qualified class and method, measures. */
    static Optional<Operation> of(String benchmark) {
        String type = benchmark.substring(0, Math.max(0, benchmark.lastIndexOf('.')));
        for (Operation operation : values()) {
            if (type.equals(operation.qualifiedClass())) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }

    String qualifiedClass() {
        return PACKAGE + className;
    }

    Family family() {
        return family;
    }

    /** Name of the benchmark class. */
    String className() {
        return className;
    }

    /** Whether it is measured if no benchmark is named. Layers of the network and prepared weights are not: they are made of what is. */
    boolean isPreset() {
        return family != Family.OTHER && this != CONV_INFERENCE;
    }

    /** Whether it takes weights that a plan has laid out beforehand. */
    boolean takesPreparedWeights() {
        return this == CONV_INFERENCE;
    }

    /** The pass; null for the limits of the machine. */
    Pass pass() {
        return pass;
    }

    String title() {
        return title;
    }

    /** Whether it has a strategy and a shape. */
    boolean hasStrategy() {
        return pass != null;
    }
}
