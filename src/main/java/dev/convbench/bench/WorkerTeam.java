package dev.convbench.bench;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed number of threads that do the same task at once, the caller being one of them. Waiting threads spin for a moment
 * before they sleep, so that the next task starts within microseconds.
 */
final class WorkerTeam implements AutoCloseable {
    /** What each worker does. */
    interface Task {
        /**
         * Does one worker's part.
         *
         * @param worker from 0; the caller is 0
         */
        void run(int worker);
    }

    private static final int SPINS = 20_000;

    private final Task task;
    private final Thread[] threads;
    private final AtomicInteger round = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closed;

    WorkerTeam(int workers, Task task) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers is " + workers + ", must be at least 1");
        }
        this.task = task;
        threads = new Thread[workers - 1];
        for (int worker = 1; worker < workers; worker++) {
            int number = worker;
            Thread thread = new Thread(() -> work(number), "convbench-worker-" + worker);
            thread.setDaemon(true);
            threads[worker - 1] = thread;
            thread.start();
        }
    }

    /**
     * Returns when every worker has done the task once.
     *
     * @throws IllegalStateException if a worker fails, with what it threw
     */
    void run() {
        busy.set(threads.length);
        round.incrementAndGet();
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        try {
            task.run(0);
        } finally {
            awaitOthers();
        }
        Throwable thrown = failure.getAndSet(null);
        if (thrown != null) {
            throw new IllegalStateException("a worker failed", thrown);
        }
    }

    private void awaitOthers() {
        int spins = 0;
        while (busy.get() > 0) {
            if (spins < SPINS) {
                spins++;
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private void work(int worker) {
        int done = 0;
        while (awaitRoundAfter(done)) {
            done++;
            try {
                task.run(worker);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                busy.decrementAndGet();
            }
        }
    }

    /** Whether there is another round; false once the team is closed. */
    private boolean awaitRoundAfter(int done) {
        int spins = 0;
        while (round.get() == done) {
            if (closed) {
                return false;
            }
            if (spins < SPINS) {
                spins++;
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
        return !closed;
    }

    /** Ends the threads. */
    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
