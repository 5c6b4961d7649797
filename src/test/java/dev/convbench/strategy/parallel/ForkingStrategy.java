package dev.convbench.strategy.parallel;

import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.ChunkRunner;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A parallel strategy that forks however small the work is: the shapes of tests are below the threshold. */
public final class ForkingStrategy implements Strategy {
    private static final String SUFFIX = "-parallel";

    /** One pool for each number of workers: their threads outlive the work by a minute. */
    private static final ConcurrentMap<Integer, Workers> POOLS = new ConcurrentHashMap<>();

    private final Strategy inner;
    private final Strategy parallel;

    private ForkingStrategy(Strategy inner, int workers) {
        this.inner = inner;
        parallel = new ParallelStrategy(inner, POOLS.computeIfAbsent(workers, lanes -> new Workers(lanes, 0)));
    }

    /** A serial strategy in parallel, without a threshold. */
    static Strategy over(Strategy serial, int workers) {
        return new ForkingStrategy(serial, workers);
    }

    /** A registered parallel strategy without its threshold. */
    public static Strategy of(Strategy registered, int workers) {
        String name = registered.name();
        if (!name.endsWith(SUFFIX)) {
            throw new IllegalArgumentException(name + " is not parallel");
        }
        return new ForkingStrategy(Strategies.named(name.substring(0, name.length() - SUFFIX.length())), workers);
    }

    @Override
    public String name() {
        return parallel.name();
    }

    @Override
    public String description() {
        return parallel.description();
    }

    @Override
    public int rank() {
        return parallel.rank();
    }

    @Override
    public Support available() {
        return parallel.available();
    }

    @Override
    public Support supports(ConvShape shape, Pass pass, Precision precision) {
        return parallel.supports(shape, pass, precision);
    }

    @Override
    public Support supports(PoolShape shape, Pass pass, Precision precision) {
        return parallel.supports(shape, pass, precision);
    }

    @Override
    public Convolution convolution(ConvShape shape, Precision precision) {
        return parallel.convolution(shape, precision);
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        return parallel.pooling(shape, precision);
    }

    @Override
    public Support supports(BatchNormShape shape, Precision precision) {
        return parallel.supports(shape, precision);
    }

    @Override
    public BatchNorm batchNorm(BatchNormShape shape, Precision precision) {
        return parallel.batchNorm(shape, precision);
    }

    @Override
    public ChunkRunner runner() {
        return parallel.runner();
    }

    @Override
    public String explain(ConvShape shape, Pass pass, Precision precision) {
        return parallel.explain(shape, pass, precision);
    }

    @Override
    public boolean isDirect() {
        return parallel.isDirect();
    }

    @Override
    public boolean isParallel() {
        return true;
    }

    @Override
    public Strategy withWorkers(int workers) {
        return new ForkingStrategy(inner, workers);
    }
}
