package dev.convbench.nn;

/** Hears how a training goes on. Called by the training thread, between two steps; may ask for {@link Trainer#state}. */
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = new ProgressListener() {};

    /**
     * A step is done.
     *
     * @param step how many steps are done, from 1
     * @param steps how many there will be
     * @param loss of the batch, before the step
     * @param imagesPerSecond smoothed over the last steps
     */
    default void step(int step, int steps, double loss, double imagesPerSecond) {}

    /**
     * The accuracy has been measured: after the first step (as epoch 0) and after each epoch.
     *
     * @param epoch how many epochs are done
     * @param epochs how many there will be
     * @param trainAccuracy share of training images recognised, of a random sample
     * @param valAccuracy share of validation images recognised
     */
    default void epoch(int epoch, int epochs, double trainAccuracy, double valAccuracy) {}
}
