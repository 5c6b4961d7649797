package dev.convbench.nn.notebook;

/**
 * How a training of the notebook went.
 *
 * @param losses loss of each step
 * @param trainAccuracies after the first step and after each epoch
 * @param valAccuracies likewise
 * @param firstEpoch epoch of the first accuracy: 0, or 1 where the first step was an epoch
 * @param classes number of classes
 */
public record Curves(double[] losses, double[] trainAccuracies, double[] valAccuracies, int firstEpoch, int classes) {}
