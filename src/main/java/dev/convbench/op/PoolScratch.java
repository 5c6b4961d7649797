package dev.convbench.op;

/** Scratch of a {@link PoolPlan}: the arrays of the call under way, and the buffers its kernel asked for. */
public final class PoolScratch extends Scratch implements ChunkRunner.Chunks {
    /** Input, or null if the pass has none. */
    public double[] x;
    /** Output, or null. */
    public double[] y;
    /** Index of each maximum within its plane: output of the forward pass, input of the backward pass. */
    public int[] argmax;
    /** Gradient of the input, or null. */
    public double[] dx;
    /** Gradient of the output, or null. */
    public double[] dy;

    private PoolKernel kernel;
    private final double[][] lanes;
    private final int[][] indexLanes;

    PoolScratch(Object plan, int laneLength, int indexLength, int laneCount) {
        super(plan);
        lanes = new double[laneCount][laneLength];
        indexLanes = new int[laneCount][indexLength];
    }

    /** The private buffer of one lane (worker). */
    public double[] lane(int lane) {
        return lanes[lane];
    }

    /** The private index buffer of one lane (worker). */
    public int[] indexLane(int lane) {
        return indexLanes[lane];
    }

    /** How many workers can run at once. */
    public int laneCount() {
        return lanes.length;
    }

    /** Chooses the kernel of the call. */
    void prepareRun(PoolKernel chosen) {
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
        y = null;
        argmax = null;
        dx = null;
        dy = null;
    }
}
