package dev.convbench.run;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Forks that measure on although the program that wanted their results was killed: they end with their iteration, and until
 * then they would disturb the run that goes on.
 */
final class Orphans {
    private static final String FORK = "org.openjdk.jmh.runner.ForkedMain";
    private static final long PATIENCE_SECONDS = 60;

    private Orphans() {}

    /** Waits until there are none, within reason. */
    static void await(Progress progress) {
        List<ProcessHandle> orphans =
                ProcessHandle.allProcesses().filter(Orphans::isOrphan).toList();
        if (orphans.isEmpty()) {
            return;
        }
        progress.say("a fork of a run that was killed is still measuring; waiting for it to end");
        try {
            CompletableFuture.allOf(orphans.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            progress.say("process " + orphans.get(0).pid() + " is still there and may disturb this run");
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for another process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isOrphan(ProcessHandle process) {
        Optional<ProcessHandle> parent = process.parent();
        return isOrphan(
                process.info().commandLine().orElse(""),
                parent.flatMap(one -> one.info().command()).orElse(""));
    }

    /** Whether these are the command line of a fork and the program of something that is no JMH. */
    static boolean isOrphan(String commandLine, String parent) {
        return commandLine.contains(FORK) && !parent.matches("(.*[/\\\\])?java(\\.exe)?");
    }
}
