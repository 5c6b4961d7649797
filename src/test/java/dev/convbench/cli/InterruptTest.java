package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReader;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run that is interrupted keeps what it measured. */
@DisabledOnOs(OS.WINDOWS)
class InterruptTest {
    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    Path folder;

    private Path forks;

    private Child start(String forkCount) throws IOException, InterruptedException {
        forks = folder.resolve("the-run").resolve(RunReader.FORKS_FILE);
        Child child = Child.start(
                folder,
                "TinyBenchmark",
                "-p",
                "what=add",
                "-f",
                forkCount,
                "-i",
                "1000",
                "-r",
                "20ms",
                "--out",
                "the-run",
                "-rf",
                "json",
                "-rff",
                "x.json");
        return child;
    }

    private void awaitLine(Child child, String text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(forks) || !Files.readString(forks).contains(text)) {
            assertTrue(System.nanoTime() < deadline, "no " + text + " in time: " + child.err());
            assertTrue(child.handle().isAlive(), child.err());
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A test JVM that was started in the background ignores SIGINT and so do its children: SIGTERM counts the same. */
    private static void interrupt(Child child) throws IOException, InterruptedException {
        child.signal("INT");
        if (!child.endsWithin(5)) {
            child.signal("TERM");
        }
    }

    @Test
    void whatWasMeasuredIsKept() throws IOException, InterruptedException, UnreadableRunException {
        forks = folder.resolve("the-run").resolve(RunReader.FORKS_FILE);
        Child child = Child.start(
                folder,
                "TinyBenchmark",
                "-p",
                "what=add",
                "-f",
                "500",
                "--out",
                "the-run",
                "-rf",
                "json",
                "-rff",
                "x.json");
        awaitLine(child, "\"type\":\"fork\"");
        interrupt(child);
        assertEquals(130, child.await(), child.err());
        assertTrue(child.err().contains("interrupted"), child.err());

        Run run = RunReader.read(folder.resolve("the-run"));
        assertEquals(RunDocument.INTERRUPTED, run.document().state());
        assertTrue(
                run.forks().stream().allMatch(fork -> fork.ok()) && !run.forks().isEmpty(), run.toString());
        for (String line : Files.readAllLines(forks)) {
            assertTrue(Json.mapper().readTree(line).has("type"), line);
        }
        JsonNode merged =
                Json.mapper().readTree(folder.resolve("the-run/jmh.json").toFile());
        assertEquals(
                run.forks().size(),
                merged.get(0).path("primaryMetric").path("rawData").size());
        assertEquals(merged, Json.mapper().readTree(folder.resolve("x.json").toFile()));
    }

    /** Ctrl-C reaches the forks, too: one that ends because of it is no failed benchmark. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aForkThatGetsTheSignalFirstHasNotFailed() throws IOException, InterruptedException, UnreadableRunException {
        Child child = start("2");
        awaitLine(child, "\"iteration\":3");
        for (ProcessHandle fork : child.handle().descendants().toList()) {
            assertTrue(fork.destroy());
        }
        TimeUnit.MILLISECONDS.sleep(300);
        child.signal("TERM");
        assertEquals(130, child.await(), child.err());
        Run run = RunReader.read(folder.resolve("the-run"));
        assertEquals(RunDocument.INTERRUPTED, run.document().state());
        assertEquals(0, run.forks().size(), run.toString());
        assertFalse(child.err().contains("failed:"), child.err());
    }

    @Test
    void noForkIsLeftBehind() throws IOException, InterruptedException, UnreadableRunException {
        Child child = start("2");
        awaitLine(child, "\"iteration\":3");
        List<ProcessHandle> descendants = child.handle().descendants().toList();
        assertFalse(descendants.isEmpty(), "no fork is under way");
        interrupt(child);
        assertEquals(130, child.await(), child.err());
        for (ProcessHandle fork : descendants) {
            fork.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
        assertEquals(0, RunReader.read(folder.resolve("the-run")).forks().size());
    }

    @Test
    void aRelaunchedHostPassesTheSignalOn() throws IOException, InterruptedException, UnreadableRunException {
        Child child = start("0");
        awaitLine(child, "\"iteration\":3");
        List<ProcessHandle> descendants = child.handle().descendants().toList();
        assertEquals(1, descendants.size(), "the relaunched host");
        child.signal("TERM");
        assertEquals(130, child.await(), child.err());
        assertTrue(descendants.stream().noneMatch(ProcessHandle::isAlive));
        assertEquals(
                RunDocument.INTERRUPTED,
                RunReader.read(folder.resolve("the-run")).document().state());
    }

    @Test
    void aRelaunchedHostDoesNotOutliveItsParent() throws IOException, InterruptedException, UnreadableRunException {
        Child child = start("0");
        awaitLine(child, "\"iteration\":3");
        List<ProcessHandle> descendants = child.handle().descendants().toList();
        child.signal("KILL");
        child.await();
        for (ProcessHandle host : descendants) {
            host.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
        assertEquals(
                RunDocument.INTERRUPTED,
                RunReader.read(folder.resolve("the-run")).document().state());
    }
}
