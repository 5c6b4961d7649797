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
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import java.util.Objects;

/**
 * The plans of another strategy, their chunks run by several {@link Workers}.
 *
 * <p>The chunks and what each computes are fixed by the shape alone, so the result equals that of the other strategy bit
 * for bit at every number of workers.
 */
public final class ParallelStrategy implements Strategy {
    /** System property with the number of workers of a strategy that was not given one; else all processors. */
    public static final String WORKERS_PROPERTY = "convbench.workers";

    private final Strategy inner;
    /** Who runs the chunks; null means {@link #defaultWorkers()}, looked up when a plan is made. */
    private final ChunkRunner workers;

    /**
     * A strategy with the default number of workers: property {@value #WORKERS_PROPERTY}, else the available processors.
     * The property is read when a plan is made, so that a bad value stops nothing else.
     *
     * @param inner a serial strategy whose plans show their chunks, as {@link Convolution.Chunked} and {@link Pooling.Chunked}
     * @throws IllegalArgumentException if {@code inner} is parallel itself
     */
    public ParallelStrategy(Strategy inner) {
        this(inner, null);
    }

    ParallelStrategy(Strategy inner, ChunkRunner workers) {
        this.inner = Objects.requireNonNull(inner, "inner");
        this.workers = workers;
        if (inner.isParallel()) {
            throw new IllegalArgumentException(inner.name() + " is parallel already");
        }
    }

    /**
     * The number of workers of a strategy that was not given one.
     *
     * @throws IllegalArgumentException if property {@value #WORKERS_PROPERTY} is not a possible number of workers
     */
    public static int defaultWorkers() {
        String text = System.getProperty(WORKERS_PROPERTY);
        if (text == null) {
            return Math.min(Runtime.getRuntime().availableProcessors(), Workers.MAX_WORKERS);
        }
        int count;
        try {
            count = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "system property " + WORKERS_PROPERTY + " is '" + text + "', not a whole number", e);
        }
        if (count < 1 || count > Workers.MAX_WORKERS) {
            throw new IllegalArgumentException("system property " + WORKERS_PROPERTY + " is " + count
                    + ", must be between 1 and " + Workers.MAX_WORKERS);
        }
        return count;
    }

    @Override
    public String name() {
        return inner.name() + "-parallel";
    }

    @Override
    public String description() {
        return inner.name() + ", its chunks run by several workers (fork/join)";
    }

    @Override
    public int rank() {
        return inner.rank() + 1;
    }

    @Override
    public Support available() {
        return inner.available();
    }

    @Override
    public Support supports(ConvShape shape, Pass pass, Precision precision) {
        return inner.supports(shape, pass, precision);
    }

    @Override
    public Support supports(PoolShape shape, Pass pass, Precision precision) {
        return inner.supports(shape, pass, precision);
    }

    @Override
    public Convolution convolution(ConvShape shape, Precision precision) {
        Convolution plan = inner.convolution(shape, precision);
        if (plan instanceof Convolution.Chunked chunked) {
            return chunked.on(name(), runner());
        }
        throw noChunks();
    }

    @Override
    public Pooling pooling(PoolShape shape, Precision precision) {
        Pooling plan = inner.pooling(shape, precision);
        if (plan instanceof Pooling.Chunked chunked) {
            return chunked.on(name(), runner());
        }
        throw noChunks();
    }

    @Override
    public Support supports(BatchNormShape shape, Precision precision) {
        return inner.supports(shape, precision);
    }

    @Override
    public BatchNorm batchNorm(BatchNormShape shape, Precision precision) {
        BatchNorm plan = inner.batchNorm(shape, precision);
        if (plan instanceof BatchNorm.Chunked chunked) {
            return chunked.on(name(), runner());
        }
        throw noChunks();
    }

    private UnsupportedOperationException noChunks() {
        return new UnsupportedOperationException("the plans of " + inner.name() + " do not show their chunks");
    }

    @Override
    public ChunkRunner runner() {
        return workers != null ? workers : Workers.of(defaultWorkers());
    }

    @Override
    public String explain(ConvShape shape, Pass pass, Precision precision) {
        return inner.explain(shape, pass, precision);
    }

    @Override
    public boolean isDirect() {
        return inner.isDirect();
    }

    @Override
    public boolean isParallel() {
        return true;
    }

    /**
     * The same strategy with {@code count} workers, the calling thread being one of them.
     *
     * @throws IllegalArgumentException if {@code count} is not between 1 and {@link Workers#MAX_WORKERS}
     */
    @Override
    public ParallelStrategy withWorkers(int count) {
        return new ParallelStrategy(inner, Workers.of(count));
    }
}
