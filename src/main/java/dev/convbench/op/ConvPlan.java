package dev.convbench.op;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The plan of every built-in strategy: one {@link ConvKernel} per pass, run phase by phase by a {@link ChunkRunner}.
 *
 * <p>This is the checked boundary: kernels behind it trust their arguments.
 */
public final class ConvPlan implements Convolution.Chunked {
    private final String strategy;
    private final ConvShape shape;
    private final ChunkRunner runner;
    private final Map<Pass, ConvKernel> kernels;
    private final int yLength;
    private final String explanation;

    /**
     * Binds kernels to a shape.
     *
     * @param strategy name, for messages
     * @param shape sizes
     * @param kernels gives the kernel of a pass, or null where the pass is not supported
     */
    public ConvPlan(String strategy, ConvShape shape, Function<Pass, ConvKernel> kernels) {
        this(strategy, shape, kernelsOf(kernels), ChunkRunner.SERIAL, "");
    }

    private ConvPlan(
            String strategy, ConvShape shape, Map<Pass, ConvKernel> kernels, ChunkRunner runner, String explanation) {
        this.explanation = explanation;
        this.strategy = strategy;
        this.shape = shape;
        this.kernels = kernels;
        this.runner = runner;
        yLength = shape.yLength();
    }

    private static Map<Pass, ConvKernel> kernelsOf(Function<Pass, ConvKernel> source) {
        Map<Pass, ConvKernel> kernels = new EnumMap<>(Pass.class);
        for (Pass pass : Pass.values()) {
            ConvKernel kernel = source.apply(pass);
            if (kernel != null) {
                kernels.put(pass, kernel);
            }
        }
        return kernels;
    }

    @Override
    public ConvPlan on(String name, ChunkRunner workers) {
        return new ConvPlan(name, shape, kernels, workers, explanation);
    }

    /** The same plan, whose text says where its kernels come from. */
    public ConvPlan explained(String text) {
        return new ConvPlan(strategy, shape, kernels, runner, text);
    }

    /** The kernel of a pass, or null. */
    public ConvKernel kernel(Pass pass) {
        return kernels.get(pass);
    }

    @Override
    public ConvShape shape() {
        return shape;
    }

    @Override
    public Precision precision() {
        return Precision.F64;
    }

    @Override
    public ConvScratch newScratch() {
        return scratch("the scratch of ", this::lengths);
    }

    /** Makes a scratch, or says what it was for and why there cannot be one. */
    private ConvScratch scratch(String purpose, Supplier<ConvScratch.Lengths> asked) {
        String what = purpose + this;
        try {
            ConvScratch.Lengths lengths = asked.get();
            return Memory.allocate(what, lengths.bytes(), () -> new ConvScratch(this, lengths));
        } catch (ArithmeticException e) {
            throw new NotEnoughMemoryException(what, e);
        }
    }

    private ConvScratch.Lengths lengths() {
        int packed = 0;
        int shared = 0;
        int lane = 0;
        int rows = 0;
        int rowLength = 0;
        for (ConvKernel kernel : kernels.values()) {
            packed = Math.max(packed, kernel.packsInPassing() ? 0 : kernel.packedLength());
            shared = Math.max(shared, kernel.sharedLength());
            lane = Math.max(lane, kernel.laneLength());
            rows = Math.max(rows, kernel.laneRows());
            rowLength = Math.max(rowLength, kernel.laneRowLength());
        }
        return new ConvScratch.Lengths(packed, shared, lane, rows, rowLength, runner.lanes());
    }

    @Override
    public void forward(double[] x, double[] w, double[] b, double[] y, Scratch scratch) {
        Arguments.length(w, shape.wLength(), "w", shape);
        Arguments.distinct(y, "y", w, "w");
        ConvScratch s = checkForward(x, b, y, scratch);
        s.enter(this);
        s.w = w;
        runForward(x, b, y, s, firstPhase(Pass.FORWARD));
    }

    @Override
    public void forward(double[] x, PreparedWeights w, double[] b, double[] y, Scratch scratch) {
        if (w == null) {
            throw new NullPointerException("w is null");
        }
        if (!(w instanceof Prepared prepared) || prepared.plan != this) {
            throw new IllegalArgumentException("these weights were prepared by another plan");
        }
        ConvScratch s = checkForward(x, b, y, scratch);
        s.enter(this);
        boolean packs = kernel(Pass.FORWARD).packedLength() > 0;
        if (packs) {
            s.packed = prepared.data;
        } else {
            s.w = prepared.data;
        }
        runForward(x, b, y, s, packs ? 1 : 0);
    }

    private ConvScratch checkForward(double[] x, double[] b, double[] y, Scratch scratch) {
        require(Pass.FORWARD);
        Arguments.length(x, shape.xLength(), "x", shape);
        Arguments.length(y, yLength, "y", shape);
        Arguments.distinct(y, "y", x, "x");
        if (b != null) {
            Arguments.length(b, shape.oc(), "b", shape);
            Arguments.distinct(y, "y", b, "b");
        }
        return Arguments.scratch(scratch, ConvScratch.class);
    }

    private void runForward(double[] x, double[] b, double[] y, ConvScratch s, int firstPhase) {
        s.x = x;
        s.b = b;
        s.y = y;
        run(Pass.FORWARD, s, firstPhase);
    }

    @Override
    public boolean preparesWeights() {
        ConvKernel kernel = kernel(Pass.FORWARD);
        return kernel != null && kernel.packedLength() > 0;
    }

    @Override
    public PreparedWeights prepare(double[] w) {
        ConvKernel kernel = require(Pass.FORWARD);
        Arguments.length(w, shape.wLength(), "w", shape);
        if (kernel.packedLength() == 0) {
            return new Prepared(this, w.clone());
        }
        ConvScratch s = scratch(
                "the prepared weights of ",
                () -> new ConvScratch.Lengths(
                        kernel.packedLength(), 0, kernel.laneLength(), kernel.laneRows(), kernel.laneRowLength(), 1));
        s.w = w;
        for (int chunk = 0; chunk < kernel.chunks(0); chunk++) {
            kernel.run(0, chunk, s, 0);
        }
        return new Prepared(this, s.packed);
    }

    @Override
    public void backwardData(double[] dy, double[] w, double[] dx, Scratch scratch) {
        require(Pass.BACKWARD_DATA);
        Arguments.length(dy, yLength, "dy", shape);
        Arguments.length(w, shape.wLength(), "w", shape);
        Arguments.length(dx, shape.xLength(), "dx", shape);
        Arguments.distinct(dx, "dx", dy, "dy");
        Arguments.distinct(dx, "dx", w, "w");
        ConvScratch s = Arguments.scratch(scratch, ConvScratch.class);
        s.enter(this);
        s.dy = dy;
        s.w = w;
        s.dx = dx;
        run(Pass.BACKWARD_DATA, s, firstPhase(Pass.BACKWARD_DATA));
    }

    @Override
    public void backwardWeights(double[] x, double[] dy, double[] dw, Scratch scratch) {
        require(Pass.BACKWARD_WEIGHTS);
        Arguments.length(x, shape.xLength(), "x", shape);
        Arguments.length(dy, yLength, "dy", shape);
        Arguments.length(dw, shape.wLength(), "dw", shape);
        Arguments.distinct(dw, "dw", x, "x");
        Arguments.distinct(dw, "dw", dy, "dy");
        ConvScratch s = Arguments.scratch(scratch, ConvScratch.class);
        s.enter(this);
        s.x = x;
        s.dy = dy;
        s.dw = dw;
        run(Pass.BACKWARD_WEIGHTS, s, 0);
    }

    @Override
    public void backwardBias(double[] dy, double[] db, Scratch scratch) {
        require(Pass.BACKWARD_BIAS);
        Arguments.length(dy, yLength, "dy", shape);
        Arguments.length(db, shape.oc(), "db", shape);
        Arguments.distinct(db, "db", dy, "dy");
        ConvScratch s = Arguments.scratch(scratch, ConvScratch.class);
        s.enter(this);
        s.dy = dy;
        s.db = db;
        run(Pass.BACKWARD_BIAS, s, 0);
    }

    /** Where a call with plain weights begins. */
    private int firstPhase(Pass pass) {
        return kernel(pass).packsInPassing() ? 1 : 0;
    }

    private ConvKernel require(Pass pass) {
        ConvKernel kernel = kernel(pass);
        if (kernel == null) {
            throw new UnsupportedOperationException(strategy + " does not support " + pass.text() + " for " + shape);
        }
        return kernel;
    }

    private void run(Pass pass, ConvScratch s, int firstPhase) {
        ConvKernel kernel = kernel(pass);
        try {
            s.prepareRun(kernel);
            var work = shape.nominalFlops(pass);
            for (int phase = firstPhase; phase < kernel.phases(); phase++) {
                s.phase = phase;
                runner.run(s, kernel.chunks(phase), work);
            }
        } finally {
            s.unbind();
            s.exit();
        }
    }

    /** The bound of the kernel of the pass; that of a reordered sum where the pass is not supported. */
    @Override
    public ErrorBound errorBound(Pass pass) {
        ConvKernel kernel = kernel(pass);
        return kernel == null ? ErrorBound.REORDERED : kernel.errorBound();
    }

    @Override
    public String toString() {
        return strategy + " " + shape + (explanation.isEmpty() ? "" : ": " + explanation);
    }

    private static final class Prepared implements PreparedWeights {
        private final ConvPlan plan;
        private final double[] data;

        Prepared(ConvPlan plan, double[] data) {
            this.plan = plan;
            this.data = data;
        }

        @Override
        public long bytes() {
            return (long) data.length * Double.BYTES;
        }
    }
}
