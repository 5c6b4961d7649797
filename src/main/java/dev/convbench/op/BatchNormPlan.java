package dev.convbench.op;

/**
 * The plan of every built-in batch normalisation: one {@link BatchNormKernel} a pass, its chunks run by a {@link ChunkRunner}.
 *
 * <p>This is the checked boundary: kernels behind it trust their arguments.
 */
public final class BatchNormPlan implements BatchNorm.Chunked {
    private final String strategy;
    private final BatchNormShape shape;
    private final BatchNormKernel train;
    private final BatchNormKernel test;
    private final BatchNormKernel backward;
    private final ChunkRunner runner;

    /**
     * Binds kernels to a shape.
     *
     * @param strategy name, for messages
     * @param shape sizes
     * @param train kernel of {@link #forwardTrain}
     * @param test kernel of {@link #forwardTest}
     * @param backward kernel of {@link #backwardTrain} and {@link #backwardTest}
     */
    public BatchNormPlan(
            String strategy,
            BatchNormShape shape,
            BatchNormKernel train,
            BatchNormKernel test,
            BatchNormKernel backward) {
        this(strategy, shape, train, test, backward, ChunkRunner.SERIAL);
    }

    private BatchNormPlan(
            String strategy,
            BatchNormShape shape,
            BatchNormKernel train,
            BatchNormKernel test,
            BatchNormKernel backward,
            ChunkRunner runner) {
        this.strategy = strategy;
        this.shape = shape;
        this.train = train;
        this.test = test;
        this.backward = backward;
        this.runner = runner;
    }

    @Override
    public BatchNormPlan on(String name, ChunkRunner workers) {
        return new BatchNormPlan(name, shape, train, test, backward, workers);
    }

    @Override
    public BatchNormShape shape() {
        return shape;
    }

    @Override
    public Precision precision() {
        return Precision.F64;
    }

    @Override
    public BatchNormScratch newScratch() {
        int lane = Math.max(train.laneLength(), Math.max(test.laneLength(), backward.laneLength()));
        long bytes = (long) lane * runner.lanes() * Precision.F64.bytes();
        return Memory.allocate("the scratch of " + this, bytes, () -> new BatchNormScratch(this, lane, runner.lanes()));
    }

    @Override
    public void forwardTrain(
            double[] x,
            double[] gamma,
            double[] beta,
            double eps,
            double[] y,
            double[] mean,
            double[] variance,
            Scratch scratch) {
        checkForward(x, gamma, beta, eps, mean, variance, y);
        distinctChannels(mean, "mean", gamma, beta, variance);
        distinctChannels(variance, "variance", gamma, beta, mean);
        BatchNormScratch s = Arguments.scratch(scratch, BatchNormScratch.class);
        s.enter(this);
        s.beta = beta;
        s.y = y;
        run(train, x, gamma, eps, mean, variance, s);
    }

    @Override
    public void forwardTest(
            double[] x,
            double[] gamma,
            double[] beta,
            double eps,
            double[] mean,
            double[] variance,
            double[] y,
            Scratch scratch) {
        checkForward(x, gamma, beta, eps, mean, variance, y);
        BatchNormScratch s = Arguments.scratch(scratch, BatchNormScratch.class);
        s.enter(this);
        s.beta = beta;
        s.y = y;
        run(test, x, gamma, eps, mean, variance, s);
    }

    private void checkForward(
            double[] x, double[] gamma, double[] beta, double eps, double[] mean, double[] variance, double[] y) {
        checkInputs(x, gamma, eps, mean, variance);
        Arguments.length(beta, shape.c(), "beta", shape);
        Arguments.length(y, shape.length(), "y", shape);
        Arguments.distinct(y, "y", x, "x");
        if (shape.count() == 1) {
            // All arrays are of one length: any two can be mixed up.
            distinctChannels(y, "y", gamma, beta, mean);
            Arguments.distinct(y, "y", variance, "variance");
        }
    }

    @Override
    public void backwardTrain(
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
        backward(x, gamma, eps, mean, variance, false, dy, dx, dgamma, dbeta, scratch);
    }

    @Override
    public void backwardTest(
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
        backward(x, gamma, eps, mean, variance, true, dy, dx, dgamma, dbeta, scratch);
    }

    private void backward(
            double[] x,
            double[] gamma,
            double eps,
            double[] mean,
            double[] variance,
            boolean given,
            double[] dy,
            double[] dx,
            double[] dgamma,
            double[] dbeta,
            Scratch scratch) {
        checkInputs(x, gamma, eps, mean, variance);
        Arguments.length(dy, shape.length(), "dy", shape);
        Arguments.length(dx, shape.length(), "dx", shape);
        Arguments.length(dgamma, shape.c(), "dgamma", shape);
        Arguments.length(dbeta, shape.c(), "dbeta", shape);
        Arguments.distinct(dx, "dx", x, "x");
        Arguments.distinct(dx, "dx", dy, "dy");
        distinctChannels(dgamma, "dgamma", gamma, mean, variance);
        distinctChannels(dbeta, "dbeta", gamma, mean, variance);
        Arguments.distinct(dgamma, "dgamma", dbeta, "dbeta");
        BatchNormScratch s = Arguments.scratch(scratch, BatchNormScratch.class);
        s.enter(this);
        s.given = given;
        s.dy = dy;
        s.dx = dx;
        s.dgamma = dgamma;
        s.dbeta = dbeta;
        run(backward, x, gamma, eps, mean, variance, s);
    }

    private void checkInputs(double[] x, double[] gamma, double eps, double[] mean, double[] variance) {
        Arguments.length(x, shape.length(), "x", shape);
        Arguments.length(gamma, shape.c(), "gamma", shape);
        Arguments.length(mean, shape.c(), "mean", shape);
        Arguments.length(variance, shape.c(), "variance", shape);
        if (!(eps >= 0)) {
            throw new IllegalArgumentException("eps is " + eps + ", must be at least 0");
        }
    }

    private static void distinctChannels(double[] output, String name, double[] a, double[] b, double[] c) {
        if (output == a || output == b || output == c) {
            throw new IllegalArgumentException(name + " is also another argument");
        }
    }

    private void run(
            BatchNormKernel kernel,
            double[] x,
            double[] gamma,
            double eps,
            double[] mean,
            double[] variance,
            BatchNormScratch s) {
        try {
            s.x = x;
            s.gamma = gamma;
            s.eps = eps;
            s.mean = mean;
            s.variance = variance;
            s.prepareRun(kernel);
            runner.run(s, kernel.chunks(), 5.0 * shape.length());
        } finally {
            s.unbind();
            s.exit();
        }
    }

    @Override
    public String toString() {
        return strategy + " " + shape;
    }
}
