package dev.convbench.nn.notebook;

import dev.convbench.nn.ProgressListener;
import dev.convbench.nn.Splits;
import dev.convbench.op.Strategy;
import java.util.List;
import java.util.Objects;

/**
 * How to replay the notebook.
 *
 * @param seed of all random numbers
 * @param strategy the notebook's "fast" one: computes everything that is not the naive side of a comparison
 * @param compared strategies whose speed is compared with the naive one
 * @param data images to train on
 * @param real whether they are CIFAR-10, so that its accuracies can be asked for
 * @param timingSeconds length of a round of calls of what is timed; 0 for a single cold run
 * @param overfitEpochs epochs of the small training; the notebook has 20
 * @param epochs epochs of the large training; the notebook has 10
 * @param listener hears how the trainings go on
 */
public record Settings(
        long seed,
        Strategy strategy,
        List<Strategy> compared,
        Splits data,
        boolean real,
        double timingSeconds,
        int overfitEpochs,
        int epochs,
        ProgressListener listener) {
    /** Epochs of the notebook's small training. */
    public static final int OVERFIT_EPOCHS = 20;

    /** Epochs of the notebook's large training. */
    public static final int EPOCHS = 10;

    /** Copies the list. */
    public Settings {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(listener, "listener");
        compared = List.copyOf(compared);
    }
}
