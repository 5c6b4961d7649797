package dev.convbench.op;

/**
 * How mean and variance are kept from batch to batch, for use when there is no batch to take them from: running = keep·running +
 * (1 − keep)·batch.
 *
 * @param keep share that stays; PyTorch's momentum is 1 − keep
 * @param unbiased whether the batch's variance counts as Σ(x − mean)² / (N − 1), as PyTorch keeps it, rather than / N
 */
public record RunningStatistics(double keep, boolean unbiased) {
    /** As the notebook: 0.9 stays, biased variance. */
    public static final RunningStatistics NOTEBOOK = new RunningStatistics(0.9, false);

    /** As PyTorch's default: 0.9 stays (momentum 0.1), unbiased variance. */
    public static final RunningStatistics PYTORCH = new RunningStatistics(0.9, true);

    /**
     * Rejects shares outside 0 … 1.
     *
     * @throws IllegalArgumentException if {@code keep} is no share
     */
    public RunningStatistics {
        if (!(keep >= 0 && keep <= 1)) {
            throw new IllegalArgumentException("keep is " + keep + ", must be between 0 and 1");
        }
    }

    /**
     * Takes a batch into account.
     *
     * @param mean of each channel of the batch
     * @param variance of each channel of the batch, biased
     * @param count elements of the batch behind each
     * @param runningMean is updated
     * @param runningVariance is updated
     * @throws IllegalArgumentException if the unbiased variance of a single element is wanted
     */
    public void update(double[] mean, double[] variance, int count, double[] runningMean, double[] runningVariance) {
        if (unbiased && count < 2) {
            throw new IllegalArgumentException("one element a channel has no unbiased variance");
        }
        double correction = unbiased ? count / (count - 1.0) : 1;
        for (int c = 0; c < mean.length; c++) {
            runningMean[c] = keep * runningMean[c] + (1 - keep) * mean[c];
            runningVariance[c] = keep * runningVariance[c] + (1 - keep) * (variance[c] * correction);
        }
    }
}
