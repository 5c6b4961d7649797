package dev.convbench.op;

/**
 * The pooling plan of every built-in strategy: one {@link PoolKernel} per pass, its chunks run by a {@link ChunkRunner}.
 *
 * <p>This is the checked boundary: kernels behind it trust their arguments.
 */
public final class PoolPlan implements Pooling.Chunked {
    private final String strategy;
    private final PoolShape shape;
    private final PoolKernel forward;
    private final PoolKernel backward;
    private final ChunkRunner runner;

    /**
     * Binds kernels to a shape.
     *
     * @param strategy name, for messages
     * @param shape sizes
     * @param forward kernel of the forward pass
     * @param backward kernel of the backward pass
     */
    public PoolPlan(String strategy, PoolShape shape, PoolKernel forward, PoolKernel backward) {
        this(strategy, shape, forward, backward, ChunkRunner.SERIAL);
    }

    private PoolPlan(String strategy, PoolShape shape, PoolKernel forward, PoolKernel backward, ChunkRunner runner) {
        this.strategy = strategy;
        this.shape = shape;
        this.forward = forward;
        this.backward = backward;
        this.runner = runner;
    }

    @Override
    public PoolPlan on(String name, ChunkRunner workers) {
        return new PoolPlan(name, shape, forward, backward, workers);
    }

    @Override
    public PoolShape shape() {
        return shape;
    }

    @Override
    public Precision precision() {
        return Precision.F64;
    }

    @Override
    public PoolScratch newScratch() {
        int lane = Math.max(forward.laneLength(), backward.laneLength());
        int indices = Math.max(forward.indexLaneLength(), backward.indexLaneLength());
        long bytes = runner.lanes() * ((long) lane * Precision.F64.bytes() + (long) indices * Integer.BYTES);
        return Memory.allocate(
                "the scratch of " + this, bytes, () -> new PoolScratch(this, lane, indices, runner.lanes()));
    }

    @Override
    public void forward(double[] x, double[] y, int[] argmax, Scratch scratch) {
        Arguments.length(x, shape.xLength(), "x", shape);
        Arguments.length(y, shape.yLength(), "y", shape);
        Arguments.distinct(y, "y", x, "x");
        PoolScratch s = checkArgmax(argmax, scratch);
        s.enter(this);
        s.x = x;
        s.y = y;
        run(forward, Pass.FORWARD, argmax, s);
    }

    @Override
    public void backward(double[] dy, int[] argmax, double[] dx, Scratch scratch) {
        Arguments.length(dy, shape.yLength(), "dy", shape);
        Arguments.length(dx, shape.xLength(), "dx", shape);
        Arguments.distinct(dx, "dx", dy, "dy");
        PoolScratch s = checkArgmax(argmax, scratch);
        s.enter(this);
        s.dy = dy;
        s.dx = dx;
        run(backward, Pass.BACKWARD_DATA, argmax, s);
    }

    private PoolScratch checkArgmax(int[] argmax, Scratch scratch) {
        if (shape.isMax()) {
            Arguments.length(argmax, shape.yLength(), "argmax", shape);
        } else if (argmax != null) {
            throw new IllegalArgumentException("average pooling has no argmax: pass null");
        }
        return Arguments.scratch(scratch, PoolScratch.class);
    }

    private void run(PoolKernel kernel, Pass pass, int[] argmax, PoolScratch s) {
        try {
            s.argmax = argmax;
            s.prepareRun(kernel);
            // Moving an element costs about as much as an operation: max backward is little else.
            var work = Math.max(shape.operations(pass), (double) shape.xLength() + shape.yLength());
            runner.run(s, kernel.chunks(), work);
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
