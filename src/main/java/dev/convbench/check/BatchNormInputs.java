package dev.convbench.check;

import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Precision;

/**
 * The inputs of a batch normalisation and its gradients, as doubles that are numbers of the precision of the plan.
 *
 * @param shape sizes
 * @param precision of the plan
 * @param x input
 * @param gamma factor of each channel
 * @param beta summand of each channel
 * @param eps added to the variance
 * @param mean to normalise by; null for that of the batch
 * @param variance likewise
 * @param dy gradient of the output; null if no gradients are wanted
 */
public record BatchNormInputs(
        BatchNormShape shape,
        Precision precision,
        double[] x,
        double[] gamma,
        double[] beta,
        double eps,
        double[] mean,
        double[] variance,
        double[] dy) {
    /** Rounds to the precision. */
    public BatchNormInputs {
        x = Elements.rounded(x, precision);
        gamma = Elements.rounded(gamma, precision);
        beta = Elements.rounded(beta, precision);
        mean = Elements.rounded(mean, precision);
        variance = Elements.rounded(variance, precision);
        dy = Elements.rounded(dy, precision);
        eps = precision == Precision.F64 ? eps : (float) eps;
    }

    /** Whether it normalises by given statistics rather than by those of the batch. */
    boolean isGiven() {
        return mean != null;
    }

    /** The same numbers, for a double plan. */
    BatchNormInputs inDouble() {
        return new BatchNormInputs(shape, Precision.F64, x, gamma, beta, eps, mean, variance, dy);
    }
}
