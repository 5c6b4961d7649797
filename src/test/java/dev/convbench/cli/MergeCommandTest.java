package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunReader;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.run.ShardFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code merge}: its exit codes, its messages and the folder that it writes. */
class MergeCommandTest {
    @TempDir
    Path folder;

    private final ShardFixture one = new ShardFixture("one");
    private final ShardFixture two = new ShardFixture("two");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void shards() {
        one.fork(one.plan("A", "1"), 100);
        two.fork(two.plan("B", "1"), 200).fork(0, 210);
    }

    private int merge(String... more) throws IOException {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(List.of("merge"));
        arguments.add(one.write(folder).toString());
        arguments.add(two.write(folder).toString());
        arguments.addAll(List.of("-o", folder.resolve("out").toString()));
        arguments.addAll(List.of(more));
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    private void assertRefused(int code, String about, String... more) throws IOException {
        assertEquals(code, merge(more), err.toString());
        assertTrue(err.toString().startsWith("convbench: ") && err.toString().contains(about), err.toString());
        assertFalse(Files.exists(folder.resolve("out")), "nothing is written");
    }

    @Test
    void writesARunFolderLikeAnyOther() throws IOException, UnreadableRunException {
        assertEquals(ExitCode.OK, merge(), err.toString());
        assertTrue(out.toString().startsWith("Merged 2 runs, 2 configurations, 3 forks"), out.toString());
        Run run = RunReader.read(folder.resolve("out"));
        assertEquals(3, run.forks().size());
        assertEquals("merge", run.document().command().get(0));
        List<String> types = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("out/forks.jsonl"))) {
            JsonNode tree = Json.mapper().readTree(line);
            types.add(tree.path("type").asText() + tree.path("fork").asText());
        }
        assertEquals(List.of("iteration0", "fork0", "iteration1", "fork1", "iteration2", "fork2"), types);
        JsonNode jmh = Json.mapper().readTree(folder.resolve("out/jmh.json").toFile());
        assertEquals(2, jmh.size());
        assertEquals(2, jmh.get(1).path("primaryMetric").path("rawData").size());
    }

    @Test
    void duplicatesAreWrongUsage() throws IOException {
        two.fork(two.plan("A", "1"), 1);
        assertRefused(ExitCode.USAGE, "measured twice: A.run size=1 is in one and in two");
    }

    @Test
    void aFolderTwiceIsWrongUsage() throws IOException {
        assertRefused(
                ExitCode.USAGE, "is named twice", folder.resolve("x/../one").toString());
    }

    @Test
    void missingBenchmarksAreAFailure() throws IOException {
        Path expected = Files.writeString(folder.resolve("expected.txt"), "A.run\nB.run size=2\nC.run\n");
        assertRefused(ExitCode.FAILED, "missing: B.run  size=2", "--expect", expected.toString());
        assertTrue(err.toString().contains("missing: C.run"), err.toString());
        assertEquals(ExitCode.OK, merge("--expect", expected.toString(), "--partial"));
    }

    @Test
    void otherMachinesAreRefusedUnlessKeptApart() throws IOException, UnreadableRunException {
        two.machine = "arm-4c";
        assertRefused(ExitCode.NOT_COMPARABLE, "the machine differs (one: amd-zen4-2c-512bit, two: arm-4c-512bit)");
        assertTrue(err.toString().contains("--apart machine"), err.toString());
        assertEquals(ExitCode.OK, merge("--apart", "machine,jdk"));
        Run run = RunReader.read(folder.resolve("out"));
        assertEquals(
                "arm-4c-512bit", run.document().configurations().get(1).params().get("machine"));
    }

    @Test
    void anUnknownAspectIsWrongUsage() throws IOException {
        assertRefused(ExitCode.USAGE, "--apart is 'moon', must be of machine, jdk, flags, jar", "--apart", "moon");
    }

    @Test
    void aFailedBenchmarkIsMergedAndCounts() throws IOException {
        one.failure(one.plan("F", "1"), "it broke");
        assertEquals(ExitCode.FAILED, merge());
        assertTrue(err.toString().contains("failed: F.run size=1: it broke"), err.toString());
        assertTrue(Files.exists(folder.resolve("out/run.json")));
    }

    @Test
    void aFullFolderIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/notes.txt"), "mine");
        assertEquals(ExitCode.USAGE, merge());
        assertTrue(err.toString().contains("is not empty"), err.toString());
        assertEquals("mine", Files.readString(folder.resolve("out/notes.txt")));
    }
}
