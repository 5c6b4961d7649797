package dev.convbench.nn;

import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Precision;
import dev.convbench.op.RunningStatistics;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;
import java.util.Arrays;

/**
 * Spatial batch normalisation by any strategy that has it, with the running statistics and the memory of one thread. Arrays as
 * in {@link BatchNorm}.
 *
 * <p>The running statistics start as in the notebook with mean 0 and variance 0; PyTorch starts with variance 1. They can be set in
 * place.
 */
public final class SpatialBatchNorm {
    /** What the notebook, and PyTorch, add to the variance. */
    public static final double DEFAULT_EPS = 1e-5;

    private final BatchNorm plan;
    private final Scratch scratch;
    private final double eps;
    private final RunningStatistics statistics;
    private final double[] mean;
    private final double[] variance;
    private final double[] runningMean;
    private final double[] runningVariance;
    /** Whether there is a training pass whose gradient can be taken. */
    private boolean trained;

    /**
     * A layer with the notebook's settings.
     *
     * @throws UnsupportedOperationException with the reason, if the strategy has no batch normalisation
     */
    public SpatialBatchNorm(Strategy strategy, BatchNormShape shape) {
        this(strategy, shape, DEFAULT_EPS, RunningStatistics.NOTEBOOK);
    }

    /**
     * A layer.
     *
     * @param eps added to the variance
     * @param statistics how statistics are kept from batch to batch
     * @throws UnsupportedOperationException with the reason, if the strategy has no batch normalisation
     */
    public SpatialBatchNorm(Strategy strategy, BatchNormShape shape, double eps, RunningStatistics statistics) {
        plan = strategy.batchNorm(shape, Precision.F64);
        scratch = plan.newScratch();
        this.eps = eps;
        this.statistics = statistics;
        mean = new double[shape.c()];
        variance = new double[shape.c()];
        runningMean = new double[shape.c()];
        runningVariance = new double[shape.c()];
        if (statistics.unbiased()) {
            Arrays.fill(runningVariance, 1);
        }
    }

    /** The sizes. */
    public BatchNormShape shape() {
        return plan.shape();
    }

    /** Running mean of each channel; not a copy. */
    public double[] runningMean() {
        return runningMean;
    }

    /** Running variance of each channel; not a copy. */
    public double[] runningVariance() {
        return runningVariance;
    }

    /** Normalises by the statistics of the batch, and takes them into the running ones. */
    public void forwardTrain(double[] x, double[] gamma, double[] beta, double[] y) {
        plan.forwardTrain(x, gamma, beta, eps, y, mean, variance, scratch);
        statistics.update(mean, variance, plan.shape().count(), runningMean, runningVariance);
        trained = true;
    }

    /** Normalises by the running statistics. */
    public void forwardTest(double[] x, double[] gamma, double[] beta, double[] y) {
        plan.forwardTest(x, gamma, beta, eps, runningMean, runningVariance, y, scratch);
    }

    /**
     * The gradients for the x of the last {@link #forwardTrain}.
     *
     * @throws IllegalStateException if there was none
     */
    public void backwardTrain(double[] x, double[] gamma, double[] dy, double[] dx, double[] dgamma, double[] dbeta) {
        if (!trained) {
            throw new IllegalStateException("there is no gradient before a forward pass in training");
        }
        plan.backwardTrain(x, gamma, eps, mean, variance, dy, dx, dgamma, dbeta, scratch);
    }

    /** The gradients of {@link #forwardTest} with the running statistics as they are. */
    public void backwardTest(double[] x, double[] gamma, double[] dy, double[] dx, double[] dgamma, double[] dbeta) {
        plan.backwardTest(x, gamma, eps, runningMean, runningVariance, dy, dx, dgamma, dbeta, scratch);
    }
}
