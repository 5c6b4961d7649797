package dev.convbench.op;

/** Scratch of a {@link BatchNormPlan}: the arrays of the call under way, and the buffers its kernel asked for. */
public final class BatchNormScratch extends Scratch implements ChunkRunner.Chunks {
    /** Input. */
    public double[] x;
    /** Factor of each channel. */
    public double[] gamma;
    /** Summand of each channel, or null in the backward pass. */
    public double[] beta;
    /** Added to the variance. */
    public double eps;
    /** Mean of each channel: output in training, else input. */
    public double[] mean;
    /** Variance of each channel: output in training, else input. */
    public double[] variance;
    /** Backward only: whether mean and variance were given, so that no gradient flows through them. */
    public boolean given;
    /** Output, or null. */
    public double[] y;
    /** Gradient of the output, or null. */
    public double[] dy;
    /** Gradient of the input, or null. */
    public double[] dx;
    /** Gradient of the factors, or null. */
    public double[] dgamma;
    /** Gradient of the summands, or null. */
    public double[] dbeta;

    private BatchNormKernel kernel;
    private final double[][] lanes;

    BatchNormScratch(Object plan, int laneLength, int laneCount) {
        super(plan);
        lanes = new double[laneCount][laneLength];
    }

    /** The private buffer of one lane (worker). */
    public double[] lane(int lane) {
        return lanes[lane];
    }

    /** Chooses the kernel of the call. */
    void prepareRun(BatchNormKernel chosen) {
        kernel = chosen;
    }

    @Override
    public void run(int chunk, int lane) {
        kernel.run(chunk, this, lane);
    }

    /** Forgets the arrays of the call. */
    void unbind() {
        kernel = null;
        x = null;
        gamma = null;
        beta = null;
        mean = null;
        variance = null;
        y = null;
        dy = null;
        dx = null;
        dgamma = null;
        dbeta = null;
    }
}
