package dev.convbench.nn;

/**
 * What a training has measured so far.
 *
 * @param losses loss of each step
 * @param trainAccuracies accuracies on the training set, one after the first step and one after each epoch
 * @param valAccuracies accuracies on the validation set, likewise
 * @param bestValAccuracy the best of these; 0 if there is none
 */
public record TrainingHistory(
        double[] losses, double[] trainAccuracies, double[] valAccuracies, double bestValAccuracy) {}
