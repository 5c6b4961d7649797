package dev.convbench.op;

/**
 * Scratch of a {@link ConvPlan}: the arrays of the call under way, and the buffers its kernel asked for.
 *
 * <p>The fields are for kernels. Nothing in the buffers outlives a call in meaning: a kernel never reads what it did not
 * write in the same call.
 */
public final class ConvScratch extends Scratch implements ChunkRunner.Chunks {
    /** Input, or null if the pass has none. */
    public double[] x;
    /** Weights, or null if the pass has none or they come prepared. */
    public double[] w;
    /** Bias, or null. */
    public double[] b;
    /** Output, or null. */
    public double[] y;
    /** Gradient of the input, or null. */
    public double[] dx;
    /** Gradient of the weights, or null. */
    public double[] dw;
    /** Gradient of the bias, or null. */
    public double[] db;
    /** Gradient of the output, or null. */
    public double[] dy;
    /** Packed weights: this scratch's own buffer, or those of the {@link PreparedWeights} of the call. */
    public double[] packed;
    /** Memory through which one phase hands data to the next. */
    public final double[] shared;

    /** The phase under way. */
    int phase;

    private ConvKernel kernel;
    private final double[] ownPacked;
    private final double[][] lanes;
    private final double[][][] laneRows;

    /**
     * How many elements the buffers hold.
     *
     * @param packed weights
     * @param shared between phases
     * @param lane of a lane
     * @param rows arrays beside it
     * @param row of each of these
     * @param lanes how many
     */
    record Lengths(int packed, int shared, int lane, int rows, int row, int lanes) {
        Lengths {
            packed = CacheLines.room(packed);
            shared = CacheLines.room(shared);
            lane = CacheLines.room(lane, lanes);
        }

        long bytes() {
            long elements = (long) packed + shared + lanes * (lane + (long) rows * row);
            return elements * Precision.F64.bytes();
        }
    }

    ConvScratch(Object plan, Lengths lengths) {
        super(plan);
        ownPacked = new double[lengths.packed];
        packed = ownPacked;
        shared = new double[lengths.shared];
        lanes = new double[lengths.lanes][lengths.lane];
        laneRows = new double[lengths.lanes][lengths.rows][lengths.row];
    }

    /** The private buffer of one lane (worker). */
    public double[] lane(int lane) {
        return lanes[lane];
    }

    /**
     * Further private memory of one lane, as many arrays of one length.
     *
     * <p>C2 vectorises a loop that stores into one array and reads another only if both are indexed by the loop variable
     * plus a constant: an offset that is fixed but unknown defeats it. Tiles and panels are therefore arrays of their
     * own rather than parts of {@link #lane}.
     */
    public double[][] rows(int lane) {
        return laneRows[lane];
    }

    /** How many workers can run at once. */
    public int laneCount() {
        return lanes.length;
    }

    /** Chooses the kernel of the call. */
    void prepareRun(ConvKernel chosen) {
        kernel = chosen;
    }

    @Override
    public void run(int chunk, int lane) {
        kernel.run(phase, chunk, this, lane);
    }

    /** Forgets the arrays of the call. */
    void unbind() {
        kernel = null;
        x = null;
        w = null;
        b = null;
        y = null;
        dx = null;
        dw = null;
        db = null;
        dy = null;
        packed = ownPacked;
    }
}
