package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReader;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed, or that fill the disk, and go on. {@code scripts/kill-test} does it with the jar, more often. */
class ResumeTest {
    private static final int FORKS = 4;
    private static final int PATIENCE_SECONDS = 40;
    private static final String[] RUN = {
        "run", "TinyBenchmark", "-f", "" + FORKS, "--seed", "7", "--out", "the-run", "-rf", "json", "-rff", "x.json"
    };
    private static final String[] RESUME = {"run", "--resume", "the-run"};

    @TempDir
    Path folder;

    private Path run() {
        return folder.resolve("the-run");
    }

    /** Complete lines of forks.jsonl. */
    private List<JsonNode> lines() throws IOException {
        Path file = run().resolve(RunReader.FORKS_FILE);
        String text = Files.exists(file) ? Files.readString(file) : "";
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
            if (!line.isEmpty()) {
                lines.add(Json.mapper().readTree(line));
            }
        }
        return lines;
    }

    private int finishedForks() throws IOException {
        return (int) lines().stream()
                .filter(line -> Fork.TYPE.equals(line.path("type").asText()))
                .count();
    }

    /** Waits until so many lines are there, then ends the program and everything that it started without a warning. */
    private void killAfter(Child child, int lineCount) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (lines().size() < lineCount) {
            assertTrue(System.nanoTime() < deadline && child.handle().isAlive(), child.err());
            TimeUnit.MILLISECONDS.sleep(5);
        }
        List<ProcessHandle> forks = child.handle().descendants().toList();
        child.signal("KILL");
        forks.forEach(ProcessHandle::destroyForcibly);
        assertTrue(child.await() != 0);
        for (ProcessHandle fork : forks) {
            fork.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aKilledRunGoesOnAndLosesAtMostOneFork() throws IOException, InterruptedException, UnreadableRunException {
        Files.writeString(folder.resolve("x.json"), "of an earlier run");
        killAfter(Child.start(folder, RUN), 4);
        int first = finishedForks();
        assertTrue(first >= 1 && first < FORKS, "forks: " + first);
        Files.writeString(run().resolve(RunReader.FORKS_FILE), "{\"type\":\"fork\",\"fo", StandardOpenOption.APPEND);
        assertEquals(RunDocument.RUNNING, RunReader.read(run()).document().state());
        assertFalse(Files.exists(folder.resolve("x.json")), "the old result is not where the new one will be");
        List<JsonNode> before = lines();

        Child second = Child.start(folder, RESUME);
        killAfter(second, before.size() + 1);
        assertTrue(second.err().contains("dropped an incomplete last line of 18 bytes"), second.err());
        assertEquals(before, lines().subList(0, before.size()));

        Child third = Child.start(folder, RESUME);
        assertEquals(1, third.await(), third.err());
        assertTrue(third.out().contains("what=fail: told to fail"), third.out());
        assertTrue(third.out().contains(FORKS + " forks each"), third.out());

        Run run = RunReader.read(run());
        assertEquals(RunDocument.FINISHED, run.document().state());
        assertEquals(7, run.document().seed());
        assertEquals(2, run.document().resumed().size());
        assertEquals(FORKS + 1, run.forks().size());
        Set<Integer> numbers = new HashSet<>();
        Set<Integer> rounds = new HashSet<>();
        for (Fork fork : run.forks()) {
            assertTrue(numbers.add(fork.fork()), "fork " + fork.fork() + " twice");
            assertTrue(!fork.ok() || rounds.add(fork.round()), "round " + fork.round() + " twice");
        }
        int last = run.forks().stream().mapToInt(Fork::fork).max().orElseThrow();
        assertTrue(last <= FORKS + 2, "each kill lost at most one fork: " + numbers);
        for (int fork : numbers) {
            long iterations = lines().stream()
                    .filter(line -> line.path("type").asText().equals("iteration")
                            && line.path("fork").asInt() == fork)
                    .count();
            assertTrue(iterations == 2 || iterations == 0, "fork " + fork + " has iterations of another one");
        }
        JsonNode merged =
                Json.mapper().readTree(run().resolve(RunReader.JMH_FILE).toFile());
        assertEquals(2, merged.size());
        assertEquals(FORKS, merged.get(0).path("primaryMetric").path("rawData").size());
        assertEquals(merged, Json.mapper().readTree(folder.resolve("x.json").toFile()));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskKeepsWhatWasMeasuredAndTheRunGoesOn()
            throws IOException, InterruptedException, UnreadableRunException {
        Child full = Child.start(
                folder, 160, "TinyBenchmark", "-p", "what=add", "-i", "500", "-r", "1ms", "--out", "the-run");
        assertEquals(1, full.await(), full.err());
        String last =
                full.err().strip().lines().reduce((first, second) -> second).orElse("");
        assertTrue(
                last.matches("convbench: cannot write the-run/forks.jsonl: File too large;"
                        + " what was measured until then is kept, and run --resume the-run goes on"),
                full.err());
        int kept = lines().size();
        assertEquals(1, finishedForks());
        assertEquals(RunDocument.ABORTED, RunReader.read(run()).document().state());
        assertEquals(
                1,
                Json.mapper()
                        .readTree(run().resolve(RunReader.JMH_FILE).toFile())
                        .get(0)
                        .path("forks")
                        .asInt());

        Child again = Child.start(folder, RESUME);
        assertEquals(0, again.await(), again.err());
        assertEquals(2, RunReader.read(run()).forks().size());
        assertEquals(kept + 501, lines().size());
    }
}
