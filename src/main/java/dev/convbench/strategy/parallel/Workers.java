package dev.convbench.strategy.parallel;

import dev.convbench.op.ChunkRunner;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs chunks on the calling thread and on the daemon threads of a fork/join pool of its own, never the common pool.
 *
 * <p>n workers are the caller (lane 0) and up to n − 1 helpers (lanes 1 … n − 1). All of them claim chunks from one
 * counter. A caller never waits for a helper that has not started: once no chunk is left to claim, late helpers are
 * turned away, and the caller waits only for chunks that are under way. So a busy pool, a call from inside a chunk and
 * more workers than processors cost speed at most; nothing can block for ever.
 *
 * <p>There is one instance for each number of workers. Many threads may call it at once; they share its helpers.
 */
public final class Workers implements ChunkRunner {
    /** The most workers that can be asked for: a fork/join pool has at most 32,767 threads. */
    public static final int MAX_WORKERS = 1 << 15;

    /**
     * Work below this many floating point operations stays on the caller. It takes the fastest kernels some 10 µs and
     * the slowest 300. Measured on two cores: while calls follow each other, two workers break even at 10 to 20 µs of
     * work and halve 50 µs; a helper that sleeps comes about 20 µs late, so that a lone call gains from 50 µs on.
     */
    static final double MIN_WORK = 1 << 18;

    private static final ConcurrentMap<Integer, Workers> BY_COUNT = new ConcurrentHashMap<>();

    private final int lanes;
    private final double minWork;
    /** Null if the caller is the only worker. */
    private final ForkJoinPool pool;

    /** Tasks handed to the pool that have not started. */
    private final AtomicInteger pending = new AtomicInteger();
    /** The calls under way, oldest first. */
    private final Queue<Round> open = new ConcurrentLinkedQueue<>();
    /** What the pool executes. */
    private final Runnable help = this::help;

    /**
     * The workers for a number of lanes; their threads start when they are first needed.
     *
     * @throws IllegalArgumentException if {@code count} is not between 1 and {@link #MAX_WORKERS}
     */
    public static Workers of(int count) {
        if (count < 1 || count > MAX_WORKERS) {
            throw new IllegalArgumentException("workers is " + count + ", must be between 1 and " + MAX_WORKERS);
        }
        return BY_COUNT.computeIfAbsent(count, lanes -> new Workers(lanes, MIN_WORK));
    }

    /** Workers of its own with another threshold than {@link #MIN_WORK}. */
    Workers(int lanes, double minWork) {
        this.lanes = lanes;
        this.minWork = minWork;
        pool = lanes == 1 ? null : new ForkJoinPool(lanes - 1, new Threads(lanes), null, true);
    }

    private static final class Threads implements ForkJoinPool.ForkJoinWorkerThreadFactory {
        private final int lanes;
        private final AtomicInteger created = new AtomicInteger();

        Threads(int lanes) {
            this.lanes = lanes;
        }

        @Override
        public ForkJoinWorkerThread newThread(ForkJoinPool owner) {
            return new WorkerThread(owner, "convbench-worker-" + lanes + "-" + created.incrementAndGet());
        }
    }

    /** A daemon, as all fork/join threads. */
    private static final class WorkerThread extends ForkJoinWorkerThread {
        WorkerThread(ForkJoinPool owner, String name) {
            super(owner);
            setName(name);
        }
    }

    @Override
    public int lanes() {
        return lanes;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The first exception that a chunk throws stops the claiming of chunks and is thrown here as it is, others
     * suppressed in it. An interrupt does not end the call early; the flag stays set.
     */
    @Override
    public void run(Chunks chunks, int count, double work) {
        if (lanes == 1 || count == 1 || work < minWork) {
            ChunkRunner.SERIAL.run(chunks, count, work);
            return;
        }
        Round round = new Round(chunks, count, Math.min(lanes, count));
        open.add(round);
        try {
            wakeHelper();
            round.runChunks(0);
        } finally {
            open.remove(round);
            round.join();
        }
        round.throwFailure();
    }

    /**
     * Asks the pool for one more helper. Not needed while as many tasks as there are threads have not started, since each
     * looks at all calls under way when it does; so a busy pool gathers no backlog.
     */
    private void wakeHelper() {
        if (pending.incrementAndGet() >= lanes) {
            pending.decrementAndGet();
            return;
        }
        try {
            pool.execute(help);
        } catch (Throwable e) {
            pending.decrementAndGet();
            throw e;
        }
    }

    /** Helps all calls under way, the oldest first, until none has a chunk left. */
    private void help() {
        pending.decrementAndGet();
        for (Round round : open) {
            int lane = round.enter();
            if (lane > 0) {
                helpWith(round, lane);
            }
        }
    }

    private void helpWith(Round round, int lane) {
        try {
            // Each helper wakes two more, so n of them start in log n steps, and only while there is work for them.
            for (int more = 0; more < 2 && round.needsHelp(); more++) {
                wakeHelper();
            }
            round.runChunks(lane);
        } catch (Throwable e) {
            round.fail(e);
        } finally {
            round.leave();
        }
    }

    /** Tasks handed to the pool that have not started. */
    int pending() {
        return pending.get();
    }

    /** Calls under way that helpers can see. */
    int open() {
        return open.size();
    }
}
