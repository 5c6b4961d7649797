package dev.convbench.strategy.parallel;

import dev.convbench.op.ChunkRunner.Chunks;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * One call of {@link Workers#run}: the chunks, who is at work on them, and what went wrong.
 *
 * <p>{@code state} counts the helpers at work; adding {@link #CLOSED} makes it negative, after which no helper gets in.
 * A helper that has got in finishes the chunk that it has claimed, then leaves; the caller returns when the round is
 * closed and the last one has left. Everything written by chunks is visible then, since each helper leaves by an atomic
 * update that the caller has read.
 */
final class Round {
    /** Marks a closed round, in {@link #state}. */
    private static final int CLOSED = Integer.MIN_VALUE;

    /**
     * How long a caller spins for the last chunks before it parks. Parking and being woken costs about as much, and
     * the last chunks of two workers mostly end closer together.
     */
    private static final long SPIN_NANOS = 50_000;

    private final Chunks chunks;
    private final int count;
    private final int lanes;
    private final Thread caller = Thread.currentThread();
    /** The next chunk to claim; a long, so that claims past the end cannot wrap. */
    private final AtomicLong next = new AtomicLong();
    /** The lane of the next helper. */
    private final AtomicInteger nextLane = new AtomicInteger(1);

    private final AtomicInteger state = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * A round of {@code count} chunks.
     *
     * @param lanes how many workers may take part, the caller among them
     */
    Round(Chunks chunks, int count, int lanes) {
        this.chunks = chunks;
        this.count = count;
        this.lanes = lanes;
    }

    /** Whether one more helper would find a lane and, as it looks now, a chunk. */
    boolean needsHelp() {
        return nextLane.get() < lanes && next.get() < count;
    }

    /**
     * Lets a helper in, who must {@link #leave} later.
     *
     * @return the lane of the helper; 0, that of the caller, if there is nothing to do here
     */
    int enter() {
        if (!needsHelp() || !admit()) {
            return 0;
        }
        int lane = nextLane.getAndIncrement();
        if (lane >= lanes) {
            leave();
            return 0;
        }
        return lane;
    }

    private boolean admit() {
        int seen = state.get();
        while (seen >= 0) {
            int witness = state.compareAndExchange(seen, seen + 1);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    /** A helper has finished its last chunk. */
    void leave() {
        if (state.decrementAndGet() == CLOSED) {
            LockSupport.unpark(caller);
        }
    }

    /** Claims chunks and runs them until none is left or one has failed. */
    void runChunks(int lane) {
        for (long chunk = next.getAndIncrement(); chunk < count; chunk = next.getAndIncrement()) {
            try {
                chunks.run((int) chunk, lane);
            } catch (Throwable e) {
                fail(e);
            }
        }
    }

    /** Keeps what was thrown, and ends the claiming of chunks. */
    void fail(Throwable thrown) {
        next.set(count);
        Throwable first = failure.compareAndExchange(null, thrown);
        if (first != null && first != thrown) {
            first.addSuppressed(thrown);
        }
    }

    /** Lets no more helpers in, and returns when those at work have left. Keeps the interrupt flag. */
    void join() {
        if (state.addAndGet(CLOSED) == CLOSED) {
            return;
        }
        long start = System.nanoTime();
        while (state.get() != CLOSED && System.nanoTime() - start < SPIN_NANOS) {
            Thread.onSpinWait();
        }
        boolean interrupted = false;
        while (state.get() != CLOSED) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws what a chunk has thrown, if any has. */
    void throwFailure() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            Round.<RuntimeException>sneakyThrow(thrown);
        }
    }

    /** Throws anything as it is: a chunk declares nothing, so only an unchecked exception can be in it by fair means. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneakyThrow(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
