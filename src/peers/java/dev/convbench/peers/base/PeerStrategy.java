package dev.convbench.peers.base;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Peer;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Support;
import java.util.List;

/** What the peers share: names, workers, and the two ways of calling a library, with the data in Java arrays or outside the heap. */
public abstract class PeerStrategy implements Peer {
    private static final int MAX_WORKERS = 1024;
    /** Rank of all peers: between the reference, 0, and our own strategies. */
    private static final int RANK = 50;

    private final String name;
    private final boolean copies;
    private final int workers;

    /**
     * A strategy.
     *
     * @param name as in parameters
     * @param copies whether a timed call copies its arguments from Java arrays and its result back
     * @param workers threads of the library
     */
    protected PeerStrategy(String name, boolean copies, int workers) {
        this.name = name;
        this.copies = copies;
        this.workers = workers;
    }

    /** The same with another number of workers, already checked. */
    protected abstract PeerStrategy of(int count);

    /** The library, loaded by the first call of {@link Library#problem}. */
    protected abstract Library loaded();

    /** What the library is told to do, in one line, without where its data lies. */
    protected abstract String call();

    /** Whether the library can carry out a pass. */
    protected abstract Support convolves(ConvShape shape, Pass pass, Precision precision);

    /** Whether the library can find maxima. */
    protected abstract Support pools(PoolShape shape, Precision precision);

    /** Whether the library lays weights out in a way of its own, so that this can be done once for many calls. */
    protected boolean preparesWeights(ConvShape shape) {
        return false;
    }

    /**
     * What computes a pass.
     *
     * @param prepared weights whose layout is not to be timed; null if it is
     */
    protected abstract Computation computation(
            ConvShape shape, Pass pass, Precision precision, boolean bias, Values prepared);

    /** What finds maxima. */
    protected abstract Computation computation(PoolShape shape, Precision precision);

    @Override
    public final boolean timesOffHeap() {
        return !copies;
    }

    /** Threads of the library. */
    protected final int workers() {
        return workers;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int rank() {
        return RANK;
    }

    @Override
    public final String library() {
        return loaded().name();
    }

    @Override
    public final String version() {
        return loaded().version();
    }

    @Override
    public final List<String> jars() {
        return loaded().jars();
    }

    @Override
    public final String description() {
        return library() + ": " + timedCall();
    }

    @Override
    public final String timedCall() {
        return call() + (copies ? "; Java arrays, copied in and out" : "; data outside the heap");
    }

    @Override
    public final Support available() {
        String problem = loaded().problem();
        return problem.isEmpty() ? Support.yes() : Support.no(problem);
    }

    @Override
    public final boolean isParallel() {
        return true;
    }

    @Override
    public final boolean isDirect() {
        return false;
    }

    @Override
    public final PeerStrategy withWorkers(int count) {
        if (count < 1 || count > MAX_WORKERS) {
            throw new IllegalArgumentException("workers is " + count + ", must be between 1 and " + MAX_WORKERS);
        }
        return of(count);
    }

    @Override
    public final Support supports(ConvShape shape, Pass pass, Precision precision) {
        return pass == Pass.BACKWARD_BIAS
                ? Support.no("the gradient of the bias is not compared")
                : convolves(shape, pass, precision);
    }

    @Override
    public final Support supports(PoolShape shape, Pass pass, Precision precision) {
        if (!shape.isMax()) {
            return Support.no("of poolings only max pooling is compared");
        }
        if (EmptyWindows.in(shape)) {
            return Support.no("what a window without pixels gives differs from library to library");
        }
        return pass == Pass.FORWARD
                ? pools(shape, precision)
                : Support.no("of poolings only the forward pass is compared");
    }

    @Override
    public final Convolution convolution(ConvShape shape, Precision precision) {
        PeerConvolution.Maker maker = (pass, bias, prepared) -> computation(shape, pass, precision, bias, prepared);
        boolean prepares = preparesWeights(shape);
        return copies
                ? new PeerConvolution(
                        name,
                        shape,
                        precision,
                        prepares,
                        pass -> supports(shape, pass, precision).ok(),
                        maker)
                : new OffHeapConvolution(
                        name,
                        shape,
                        precision,
                        prepares,
                        pass -> supports(shape, pass, precision).ok(),
                        maker);
    }

    @Override
    public final Pooling pooling(PoolShape shape, Precision precision) {
        return copies
                ? new PeerPooling(name, shape, precision, () -> computation(shape, precision))
                : new OffHeapPooling(name, shape, precision, () -> computation(shape, precision));
    }
}
