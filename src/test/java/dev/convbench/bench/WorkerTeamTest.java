package dev.convbench.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkerTeamTest {
    @Test
    void everyWorkerRunsOncePerRound() {
        AtomicIntegerArray runs = new AtomicIntegerArray(3);
        try (WorkerTeam team = new WorkerTeam(3, runs::incrementAndGet)) {
            for (int round = 1; round <= 1_000; round++) {
                team.run();
                assertEquals("[%1$d, %1$d, %1$d]".formatted(round), runs.toString());
            }
        }
    }

    @Test
    void workersRunAtOnceAndTheCallerIsOne() {
        Thread[] threads = new Thread[3];
        CyclicBarrier meeting = new CyclicBarrier(3);
        try (WorkerTeam team = new WorkerTeam(3, worker -> {
            threads[worker] = Thread.currentThread();
            meet(meeting);
        })) {
            team.run();
        }
        assertSame(Thread.currentThread(), threads[0]);
        assertNotSame(threads[1], threads[2]);
    }

    private static void meet(CyclicBarrier meeting) {
        try {
            meeting.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the workers do not run at once", e);
        }
    }

    @Test
    void aSleepingTeamWakesUp() throws InterruptedException {
        AtomicIntegerArray runs = new AtomicIntegerArray(2);
        try (WorkerTeam team = new WorkerTeam(2, runs::incrementAndGet)) {
            team.run();
            Thread.sleep(50);
            team.run();
        }
        assertEquals("[2, 2]", runs.toString());
    }

    @Test
    void aFailureReachesTheCallerOnce() {
        boolean[] fail = {true};
        try (WorkerTeam team = new WorkerTeam(2, worker -> {
            if (worker == 1 && fail[0]) {
                throw new ArithmeticException("on purpose");
            }
        })) {
            IllegalStateException failure = assertThrows(IllegalStateException.class, team::run);
            assertEquals("on purpose", failure.getCause().getMessage());
            fail[0] = false;
            team.run();
        }
    }

    @Test
    void closeEndsTheThreads() throws InterruptedException {
        Thread[] threads = new Thread[2];
        WorkerTeam team = new WorkerTeam(2, worker -> threads[worker] = Thread.currentThread());
        team.run();
        assertTrue(threads[1].isDaemon());
        team.close();
        threads[1].join(TimeUnit.SECONDS.toMillis(10));
        assertFalse(threads[1].isAlive(), () -> Arrays.toString(threads));
    }

    @Test
    void aTeamOfNobodyIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new WorkerTeam(0, worker -> {}));
    }
}
