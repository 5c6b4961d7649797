package dev.convbench.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command finish what must not be lost when a signal ends this JVM: the command is asked to stop, gets some time to save, and
 * the exit code is {@link ExitCode#INTERRUPTED}.
 */
final class Interruption {
    private static final int PATIENCE_SECONDS = 60;

    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean asked;

    /** From now on a signal calls {@code stop}. */
    Interruption(Runnable stop) {
        hook = new Thread(() -> end(stop), "convbench-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void end(Runnable stop) {
        asked = true;
        stop.run();
        try {
            if (!saved.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("convbench: nothing was saved within " + PATIENCE_SECONDS + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }

    /** Whether a signal came. */
    boolean asked() {
        return asked;
    }

    /** All is saved: signals end this JVM as ever. Does not return if one came. */
    void close() {
        saved.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook runs and ends this JVM.
            awaitHalt();
        }
    }

    private static void awaitHalt() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
