package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.Configuration;
import dev.convbench.results.Failed;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReader;
import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path temporary;

    private Path path;
    private RunFolder folder;

    private static RunDocument document() {
        Configuration configuration = new Configuration(0, "a.B.c", "thrpt", Map.of(), Work.other("B.c"));
        return new RunDocument(
                RunDocument.FORMAT_VERSION,
                RunDocument.RUNNING,
                "start",
                null,
                List.of(),
                null,
                null,
                1,
                null,
                null,
                null,
                0,
                1,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(configuration),
                List.of());
    }

    @BeforeEach
    void create() {
        path = temporary.resolve("deep/run");
        folder = RunFolder.create(path, document());
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(path.resolve(RunReader.FORKS_FILE));
    }

    private static IterationLine iteration(int number) {
        return new IterationLine(IterationLine.TYPE, 0, 0, "measurement", number, 1.5, "ops/s", "now");
    }

    private static Fork fork(double rate) throws IOException {
        return new Fork(
                Fork.TYPE,
                0,
                0,
                1,
                null,
                Fork.OK,
                null,
                "start",
                "end",
                0,
                Json.mapper()
                        .readTree("{\"primaryMetric\":{\"score\":" + rate
                                + ",\"scoreError\":\"NaN\",\"scoreUnit\":\"ops/s\"," + "\"rawData\":[[" + rate
                                + "]]},\"secondaryMetrics\":{}}"));
    }

    @Test
    void everyLineIsThereAtOnce() throws IOException {
        assertEquals(0, lines().size());
        folder.append(iteration(1));
        assertEquals(1, lines().size());
        folder.append(iteration(2));
        folder.append(fork(7));
        assertEquals(3, lines().size());
        assertEquals(2, Json.mapper().readTree(lines().get(1)).path("iteration").asInt());
    }

    @Test
    void aRunUnderWayCanBeRead() throws IOException, UnreadableRunException {
        folder.append(iteration(1));
        folder.append(fork(7));
        assertEquals(
                7, RunReader.read(path).rate(document().configurations().get(0)).value());
        assertEquals(RunDocument.RUNNING, RunReader.read(path).document().state());
    }

    @Test
    void closingWritesTheMergedJsonAndTheState() throws IOException, UnreadableRunException {
        folder.append(fork(7));
        folder.append(fork(9));
        assertTrue(folder.close(RunDocument.INTERRUPTED, "then"));
        assertEquals(
                8,
                Json.mapper()
                        .readTree(path.resolve(RunFolder.JMH_FILE).toFile())
                        .get(0)
                        .path("primaryMetric")
                        .path("score")
                        .asDouble());
        assertEquals(RunDocument.INTERRUPTED, RunReader.read(path).document().state());
        assertEquals("then", RunReader.read(path).document().ended());
    }

    @Test
    void nothingIsAddedAfterwards() throws IOException, UnreadableRunException {
        folder.append(fork(7));
        assertTrue(folder.close(RunDocument.FINISHED, "then"));
        folder.append(fork(9));
        folder.append(iteration(1));
        folder.plan(List.of(), List.of());
        assertFalse(folder.close(RunDocument.INTERRUPTED, "later"));
        assertEquals(1, lines().size());
        assertEquals(RunDocument.FINISHED, RunReader.read(path).document().state());
        assertEquals(1, RunReader.read(path).document().configurations().size());
    }

    @Test
    void aFolderWithContentAndAFileAreRefused() {
        assertTrue(assertThrows(UsageException.class, () -> RunFolder.create(path, document()))
                .getMessage()
                .contains("is not empty"));
        assertTrue(assertThrows(
                        UsageException.class, () -> RunFolder.create(path.resolve(RunReader.RUN_FILE), document()))
                .getMessage()
                .contains("not a folder"));
        assertTrue(assertThrows(
                        UsageException.class,
                        () -> RunFolder.create(path.resolve(RunReader.RUN_FILE + "/x"), document()))
                .getMessage()
                .matches("cannot write the run folder .*: (Not a directory|a file is in the way)"));
    }

    @Test
    void aFolderOfARunThatNeverStartedIsTaken() throws IOException {
        Path other = Files.createDirectories(temporary.resolve("other"));
        Files.writeString(other.resolve("run.json.tmp"), "{");
        assertEquals(other, RunFolder.create(other, document()).path());
        Path another = Files.createDirectories(temporary.resolve("another"));
        Files.writeString(another.resolve("notes.txt"), "mine");
        assertThrows(UsageException.class, () -> RunFolder.create(another, document()));
    }

    @Test
    void aFailedForkIsInTheDocumentAtOnce() throws IOException, UnreadableRunException {
        folder.append(new Fork(Fork.TYPE, 0, 0, 1, null, Fork.FAILED, "it broke", "start", "end", 0, null));
        assertEquals(
                List.of(new Failed(0, "B.c", "it broke", 1)),
                RunReader.read(path).document().failed());
    }

    @Test
    void aStoppedRunGoesOn() throws IOException, UnreadableRunException {
        folder.append(fork(7));
        folder.close(RunDocument.INTERRUPTED, "then");
        Files.writeString(
                path.resolve(RunReader.FORKS_FILE),
                lines().get(0) + "\n{\"type\":\"iteration\",\"fork\":3}\n{\"type\":\"it");

        RunFolder again = RunFolder.open(path);
        assertEquals(new LineLog.Found(11, 4, 1), again.found());
        assertEquals(1, again.run().forks().size());
        assertEquals(RunDocument.INTERRUPTED, RunReader.read(path).document().state());
        again.goOn(again.run().document().resumed(new RunDocument.Resumed("later", 1, List.of("it is hot"))));
        assertFalse(Files.exists(path.resolve(RunFolder.JMH_FILE)));
        again.append(fork(9));
        again.close(RunDocument.FINISHED, "much later");

        Run run = RunReader.read(path);
        assertEquals(2, run.forks().size());
        assertEquals(RunDocument.FINISHED, run.document().state());
        assertEquals(
                List.of(new RunDocument.Resumed("later", 1, List.of("it is hot"))),
                run.document().resumed());
        assertTrue(Files.exists(path.resolve(RunFolder.JMH_FILE)));
    }

    @Test
    void aFolderWithoutADocumentIsNoRun() {
        UnreadableRunException e =
                assertThrows(UnreadableRunException.class, () -> RunFolder.open(temporary.resolve("deep")));
        assertTrue(e.getMessage().contains("holds no run.json"), e.getMessage());
        assertFalse(Files.exists(temporary.resolve("deep").resolve(RunReader.FORKS_FILE)));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskAtTheEndKeepsTheForks() throws IOException, UnreadableRunException {
        folder.append(fork(7));
        Files.createSymbolicLink(path.resolve("jmh.json.tmp"), Path.of("/dev/full"));
        UncheckedIOException full =
                assertThrows(UncheckedIOException.class, () -> folder.close(RunDocument.FINISHED, "then"));
        assertEquals("cannot write " + path.resolve("jmh.json"), full.getMessage());
        assertEquals(1, RunReader.read(path).forks().size());
        assertEquals(RunDocument.FINISHED, RunReader.read(path).document().state());
        assertFalse(folder.close(RunDocument.ABORTED, "later"));
        assertFalse(Files.exists(path.resolve(RunFolder.JMH_FILE)));
    }
}
