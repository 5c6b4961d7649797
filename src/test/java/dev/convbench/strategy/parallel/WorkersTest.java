package dev.convbench.strategy.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.convbench.op.ChunkRunner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every chunk once, in lanes of its own, on threads of our own; exceptions, nesting, saturation and interrupts. */
@Timeout(60)
class WorkersTest {
    private static final double LARGE = 1e12;
    private static final Duration LONG = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 64})
    void everyChunkRunsOnceInALaneThatNobodyElseUses(int count) {
        Workers workers = Workers.of(count);
        assertEquals(count, workers.lanes());
        for (int chunks : new int[] {1, 2, 3, 63, 1000}) {
            AtomicIntegerArray runs = new AtomicIntegerArray(chunks);
            AtomicIntegerArray busy = new AtomicIntegerArray(count);
            workers.run(
                    (chunk, lane) -> {
                        assertEquals(1, busy.incrementAndGet(lane), "lane used twice at once");
                        runs.incrementAndGet(chunk);
                        burn(2_000);
                        busy.decrementAndGet(lane);
                    },
                    chunks,
                    LARGE);
            for (int chunk = 0; chunk < chunks; chunk++) {
                assertEquals(1, runs.get(chunk), "runs of chunk " + chunk + " of " + chunks);
            }
        }
    }

    @Test
    void twoWorkersWorkAtOnceAndTheCallerIsOneOfThem() {
        CountDownLatch both = new CountDownLatch(2);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Workers.of(2)
                .run(
                        (chunk, lane) -> {
                            assertEquals(Thread.currentThread().isDaemon() ? 1 : 0, lane);
                            threads.add(Thread.currentThread());
                            both.countDown();
                            await(both);
                        },
                        2,
                        LARGE);
        assertTrue(threads.remove(Thread.currentThread()), "the caller took part");
        Thread helper = threads.iterator().next();
        assertTrue(helper.getName().startsWith("convbench-worker-2-"), helper.getName());
        ForkJoinPool pool = assertInstanceOf(ForkJoinWorkerThread.class, helper).getPool();
        assertNotSame(ForkJoinPool.commonPool(), pool);
        assertTrue(helper.isDaemon());
    }

    @Test
    void allOfManyWorkersCanWorkAtOnce() {
        CountDownLatch all = new CountDownLatch(64);
        Set<Integer> lanes = ConcurrentHashMap.newKeySet();
        Workers.of(64)
                .run(
                        (chunk, lane) -> {
                            lanes.add(lane);
                            all.countDown();
                            await(all);
                        },
                        64,
                        LARGE);
        assertEquals(64, lanes.size());
    }

    @Test
    void workersOfOneCountAreShared() {
        assertSame(Workers.of(3), Workers.of(3));
        assertNotSame(Workers.of(3), Workers.of(4));
    }

    @Test
    void impossibleCountsAreRefused() {
        for (int count : new int[] {0, -1, Workers.MAX_WORKERS + 1, Integer.MIN_VALUE}) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> Workers.of(count));
            assertTrue(e.getMessage().contains("workers is " + count), e.getMessage());
        }
        assertEquals(Workers.MAX_WORKERS, Workers.of(Workers.MAX_WORKERS).lanes());
    }

    @Test
    void smallWorkStaysOnTheCallerInOrder() {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        Thread caller = Thread.currentThread();
        ChunkRunner.Chunks chunks = (chunk, lane) -> {
            assertSame(caller, Thread.currentThread());
            assertEquals(0, lane);
            order.add(chunk);
            burn(50_000);
        };
        Workers.of(8).run(chunks, 5, Workers.MIN_WORK - 1);
        Workers.of(8).run(chunks, 1, LARGE);
        Workers.of(1).run(chunks, 3, LARGE);
        assertEquals(List.of(0, 1, 2, 3, 4, 0, 0, 1, 2), order);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void theFirstExceptionReachesTheCallerAsItIs(int count) {
        Workers workers = Workers.of(count);
        for (Throwable thrown :
                List.of(new IllegalStateException("seven"), new StackOverflowError(), new IOException("checked"))) {
            AtomicInteger started = new AtomicInteger();
            Throwable caught = assertThrows(
                    Throwable.class,
                    () -> workers.run(
                            (chunk, lane) -> {
                                started.incrementAndGet();
                                burn(1_000);
                                if (chunk == 7) {
                                    Unfair.<RuntimeException>sneakyThrow(thrown);
                                }
                            },
                            1_000_000,
                            LARGE));
            assertSame(thrown, caught);
            assertTrue(started.get() < 500_000, "claiming stopped, but after " + started.get());
            everyChunkRunsOnceInALaneThatNobodyElseUses(count);
        }
    }

    @Test
    void laterExceptionsAreSuppressedInTheFirst() {
        CountDownLatch both = new CountDownLatch(2);
        IllegalStateException caught = assertThrows(
                IllegalStateException.class,
                () -> Workers.of(2)
                        .run(
                                (chunk, lane) -> {
                                    both.countDown();
                                    await(both);
                                    throw new IllegalStateException("chunk " + chunk);
                                },
                                2,
                                LARGE));
        assertEquals(1, caught.getSuppressed().length);
        assertInstanceOf(IllegalStateException.class, caught.getSuppressed()[0]);
    }

    @Test
    void anExceptionThrownTwiceIsNotItsOwnSuppressed() {
        RuntimeException same = new RuntimeException("shared");
        CountDownLatch both = new CountDownLatch(2);
        RuntimeException caught = assertThrows(
                RuntimeException.class,
                () -> Workers.of(2)
                        .run(
                                (chunk, lane) -> {
                                    both.countDown();
                                    await(both);
                                    throw same;
                                },
                                2,
                                LARGE));
        assertSame(same, caught);
        assertEquals(0, caught.getSuppressed().length);
    }

    @Test
    void theCallerDoesNotReturnWhileAChunkIsUnderWay() {
        AtomicBoolean finished = new AtomicBoolean();
        CountDownLatch both = new CountDownLatch(2);
        assertThrows(
                IllegalStateException.class,
                () -> Workers.of(2)
                        .run(
                                (chunk, lane) -> {
                                    both.countDown();
                                    await(both);
                                    if (lane == 0) {
                                        throw new IllegalStateException("the caller fails first");
                                    }
                                    sleep(100);
                                    finished.set(true);
                                },
                                2,
                                LARGE));
        assertTrue(finished.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 64})
    void callsFromInsideAChunkDoNotDeadlock(int count) {
        Workers workers = Workers.of(count);
        AtomicInteger leaves = new AtomicInteger();
        assertTimeoutPreemptively(LONG, () -> {
            for (int repeat = 0; repeat < 20; repeat++) {
                leaves.set(0);
                workers.run(
                        (a, laneA) -> workers.run(
                                (b, laneB) -> Workers.of(2).run((c, laneC) -> leaves.incrementAndGet(), 3, LARGE),
                                5,
                                LARGE),
                        7,
                        LARGE);
                assertEquals(7 * 5 * 3, leaves.get());
            }
        });
    }

    @Test
    void aSaturatedPoolLetsOtherCallersFinish() throws InterruptedException {
        Workers workers = new Workers(2, 0);
        CountDownLatch occupied = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        Thread blocker = new Thread(() -> workers.run(
                (chunk, lane) -> {
                    occupied.countDown();
                    await(release);
                },
                2,
                LARGE));
        blocker.start();
        await(occupied);
        AtomicInteger done = new AtomicInteger();
        assertTimeoutPreemptively(LONG, () -> {
            for (int call = 0; call < 10_000; call++) {
                workers.run((chunk, lane) -> done.incrementAndGet(), 3, LARGE);
            }
        });
        assertEquals(30_000, done.get());
        assertEquals(1, workers.open(), "only the blocked call is under way");
        assertTrue(workers.pending() <= 1, "tasks that wait: " + workers.pending());
        release.countDown();
        blocker.join();
    }

    @Test
    void aHelperThatComesLateTouchesNothing() throws InterruptedException {
        Workers workers = new Workers(2, 0);
        CountDownLatch occupied = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        Thread blocker = new Thread(() -> workers.run(
                (chunk, lane) -> {
                    occupied.countDown();
                    await(release);
                },
                2,
                LARGE));
        blocker.start();
        await(occupied);
        AtomicInteger runs = new AtomicInteger();
        workers.run((chunk, lane) -> runs.incrementAndGet(), 3, LARGE);
        assertEquals(1, workers.pending());
        release.countDown();
        blocker.join();
        waitUntil(() -> workers.pending() == 0);
        assertEquals(3, runs.get());
    }

    @Test
    void anInterruptNeitherEndsTheCallNorGetsLost() {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch both = new CountDownLatch(2);
        Thread.currentThread().interrupt();
        try {
            Workers.of(2)
                    .run(
                            (chunk, lane) -> {
                                if (lane == 1) {
                                    both.countDown();
                                    sleep(50);
                                } else {
                                    both.countDown();
                                    while (both.getCount() > 0) {
                                        Thread.onSpinWait();
                                    }
                                }
                                runs.incrementAndGet();
                            },
                            2,
                            LARGE);
        } finally {
            assertTrue(Thread.interrupted(), "the flag is kept");
        }
        assertEquals(2, runs.get());
    }

    @Test
    void manyCallersShareThePool() throws InterruptedException {
        Workers workers = Workers.of(4);
        List<Thread> callers = new ArrayList<>();
        AtomicInteger wrong = new AtomicInteger();
        for (int caller = 0; caller < 8; caller++) {
            Thread thread = new Thread(() -> {
                for (int call = 0; call < 500; call++) {
                    long[] out = new long[37];
                    workers.run((chunk, lane) -> out[chunk] += chunk + 1, out.length, LARGE);
                    for (int chunk = 0; chunk < out.length; chunk++) {
                        if (out[chunk] != chunk + 1) {
                            wrong.incrementAndGet();
                        }
                    }
                }
            });
            thread.start();
            callers.add(thread);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(0, wrong.get());
    }

    @Test
    void whatChunksWriteIsVisibleToTheCaller() {
        double[] out = new double[1000];
        double[] expected = new double[1000];
        for (int call = 1; call <= 2000; call++) {
            double value = call;
            Workers.of(2).run((chunk, lane) -> out[chunk] = value, out.length, LARGE);
            java.util.Arrays.fill(expected, value);
            assertArrayEquals(expected, out);
        }
    }

    @Test
    void aCallAllocatesLittle() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ChunkRunner.Chunks chunks = (chunk, lane) -> burn(2_000);
        Workers workers = Workers.of(8);
        for (int call = 0; call < 1_000; call++) {
            workers.run(chunks, 64, LARGE);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        int calls = 1_000;
        for (int call = 0; call < calls; call++) {
            workers.run(chunks, 64, LARGE);
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / calls;
        assertTrue(each <= 512, "bytes on the caller for each call: " + each);
        assertTrue(each > 0, "the measurement works");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS), "others did not come");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void waitUntil(java.util.function.BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertFalse(System.nanoTime() - start > LONG.toNanos(), "waited too long");
            sleep(1);
        }
    }

    private static void burn(int nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
    }

    /** Throws anything, as a chunk can by unfair means. */
    private static final class Unfair {
        @SuppressWarnings("unchecked")
        static <E extends Throwable> void sneakyThrow(Throwable thrown) throws E {
            throw (E) thrown;
        }
    }
}
