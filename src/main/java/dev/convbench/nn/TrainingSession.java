package dev.convbench.nn;

import dev.convbench.op.Precision;
import java.util.Map;

/**
 * A training in either precision, seen from outside: what a program needs that trains, shows how it goes and keeps checkpoints.
 * {@link Trainer} and its float twin say what each method does.
 */
public interface TrainingSession {
    /**
     * A network with fresh weights and its trainer.
     *
     * @param precision of all arrays; in float the weights are those of double, rounded
     * @param network what it is made of
     * @param options how to train; in float the rule must be one of {@link UpdateRule#named}
     * @param train images to learn from
     * @param val images to choose the best parameters by
     * @throws IllegalArgumentException if they do not fit
     */
    static TrainingSession of(
            Precision precision,
            ThreeLayerConvNet.Options network,
            Trainer.Options options,
            Dataset train,
            Dataset val) {
        return precision == Precision.F32
                ? new TrainerSessionF32(new TrainerF32(
                        new ThreeLayerConvNetF32(Conversion.options(network)), train, val, Conversion.options(options)))
                : new TrainerSession(new Trainer(new ThreeLayerConvNet(network), train, val, options));
    }

    /** Goes on until all epochs are done or {@link #stop} is called. */
    void train(ProgressListener listener);

    /** Ends {@link #train} after the step under way; from any thread. */
    void stop();

    /** Whether all epochs are done. */
    boolean isDone();

    /** Steps of an epoch. */
    int stepsPerEpoch();

    /** Steps done. */
    int steps();

    /** Number of parameters. */
    long parameters();

    /** How many of the images the model recognises with its present parameters. */
    int recognised(Dataset data);

    /** What was measured so far. */
    TrainingHistory history();

    /**
     * All that decides how the training goes on, in doubles, which hold floats exactly. Only between two steps.
     *
     * @param settings what the training was started with
     */
    Checkpoint checkpoint(Map<String, String> settings);

    /**
     * Goes on from there.
     *
     * @throws IllegalArgumentException if it is that of another training, or of one in another precision
     */
    void restore(Checkpoint checkpoint);
}
