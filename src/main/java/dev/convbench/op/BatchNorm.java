package dev.convbench.op;

/**
 * A plan of spatial batch normalisation (Ioffe and Szegedy, 2015): one strategy bound to one shape. Immutable and safe to share
 * between threads; each thread brings its own {@link Scratch}.
 *
 * <p>With N = mb·h·w elements a channel:
 *
 * <pre>
 * mean = Σx / N          variance = Σ(x − mean)² / N  (biased)          x̂ = (x − mean) / √(variance + eps)
 * y = gamma·x̂ + beta     dbeta = Σdy                                    dgamma = Σ dy·x̂
 * dx = gamma / √(variance + eps) · (dy − dbeta / N − x̂·dgamma / N)
 * </pre>
 *
 * <p>Which statistics are kept from batch to batch, and how, is not decided here: see {@link RunningStatistics}. Arguments are
 * checked as those of a {@link Convolution}. Each method exists for double and for float arrays, as there.
 */
public interface BatchNorm {
    /** A plan that shows its chunks, so that several workers can run them. */
    interface Chunked extends BatchNorm {
        /** The same kernels, their chunks run by {@code workers}. */
        BatchNorm on(String name, ChunkRunner workers);
    }

    /** The sizes this plan is for. */
    BatchNormShape shape();

    /** The element type this plan is for. */
    Precision precision();

    /** New scratch memory for one thread. */
    Scratch newScratch();

    /**
     * Normalises by the statistics of this batch.
     *
     * @param x input
     * @param gamma factor of each channel
     * @param beta summand of each channel
     * @param eps added to the variance, at least 0
     * @param y receives the output
     * @param mean receives the mean of each channel: workspace of {@link #backwardTrain}
     * @param variance receives the biased variance of each channel, likewise
     */
    default void forwardTrain(
            double[] x,
            double[] gamma,
            double[] beta,
            double eps,
            double[] y,
            double[] mean,
            double[] variance,
            Scratch scratch) {
        throw precision().refusal(Precision.F64);
    }

    /**
     * Normalises by given statistics.
     *
     * @param mean of each channel
     * @param variance of each channel
     * @param y receives the output
     */
    default void forwardTest(
            double[] x,
            double[] gamma,
            double[] beta,
            double eps,
            double[] mean,
            double[] variance,
            double[] y,
            Scratch scratch) {
        throw precision().refusal(Precision.F64);
    }

    /**
     * The gradients of {@link #forwardTrain}.
     *
     * @param mean what that wrote
     * @param variance what that wrote
     * @param dy gradient of the output
     * @param dx receives the gradient of the input
     * @param dgamma receives that of the factors
     * @param dbeta receives that of the summands
     */
    default void backwardTrain(
            double[] x,
            double[] gamma,
            double eps,
            double[] mean,
            double[] variance,
            double[] dy,
            double[] dx,
            double[] dgamma,
            double[] dbeta,
            Scratch scratch) {
        throw precision().refusal(Precision.F64);
    }

    /**
     * The gradients of {@link #forwardTest}: dx = gamma / √(variance + eps) · dy, the others as above.
     *
     * @param mean what that was given
     * @param variance what that was given
     * @param dy gradient of the output
     * @param dx receives the gradient of the input
     * @param dgamma receives that of the factors
     * @param dbeta receives that of the summands
     */
    default void backwardTest(
            double[] x,
            double[] gamma,
            double eps,
            double[] mean,
            double[] variance,
            double[] dy,
            double[] dx,
            double[] dgamma,
            double[] dbeta,
            Scratch scratch) {
        throw precision().refusal(Precision.F64);
    }

    /** As {@link #forwardTrain(double[], double[], double[], double, double[], double[], double[], Scratch)} in float. */
    default void forwardTrain(
            float[] x,
            float[] gamma,
            float[] beta,
            float eps,
            float[] y,
            float[] mean,
            float[] variance,
            Scratch scratch) {
        throw precision().refusal(Precision.F32);
    }

    /** As {@link #forwardTest(double[], double[], double[], double, double[], double[], double[], Scratch)} in float. */
    default void forwardTest(
            float[] x,
            float[] gamma,
            float[] beta,
            float eps,
            float[] mean,
            float[] variance,
            float[] y,
            Scratch scratch) {
        throw precision().refusal(Precision.F32);
    }

    /** As {@link #backwardTrain(double[], double[], double, double[], double[], double[], double[], double[], double[], Scratch)} in float. */
    default void backwardTrain(
            float[] x,
            float[] gamma,
            float eps,
            float[] mean,
            float[] variance,
            float[] dy,
            float[] dx,
            float[] dgamma,
            float[] dbeta,
            Scratch scratch) {
        throw precision().refusal(Precision.F32);
    }

    /** As {@link #backwardTest(double[], double[], double, double[], double[], double[], double[], double[], double[], Scratch)} in float. */
    default void backwardTest(
            float[] x,
            float[] gamma,
            float eps,
            float[] mean,
            float[] variance,
            float[] dy,
            float[] dx,
            float[] dgamma,
            float[] dbeta,
            Scratch scratch) {
        throw precision().refusal(Precision.F32);
    }
}
