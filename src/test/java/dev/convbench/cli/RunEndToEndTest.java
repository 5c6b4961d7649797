package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Failed;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReader;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real forks of a tiny benchmark, from the command line to the files. */
class RunEndToEndTest {
    @TempDir
    Path folder;

    private JsonNode json(String file) throws IOException {
        return Json.mapper().readTree(folder.resolve(file).toFile());
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    @Test
    void everythingOfARunIsOnDiskAndInTheTables() throws IOException, InterruptedException, UnreadableRunException {
        Files.writeString(folder.resolve("x.json"), "of an earlier run");
        InProcess child = InProcess.run(
                "TinyBenchmark",
                "-p",
                "what=add",
                "--out",
                path("the-run"),
                "-prof",
                "gc",
                "-jvmArgs",
                "-Duser.flag=1",
                "-rf",
                "json",
                "-rff",
                path("x.json"),
                "--seed",
                "5");
        assertEquals(0, child.code(), child.err());

        assertTrue(child.out().contains("TinyBenchmark.tiny"), child.out());
        assertTrue(child.out().contains("what=add"), child.out());
        assertTrue(child.out().contains("2 forks each"), child.out());
        assertTrue(child.out().contains("gc.alloc.rate.norm"), child.out());
        assertTrue(child.out().contains("Run folder: " + path("the-run")), child.out());
        assertTrue(child.err().contains("fork 2 of about 2"), child.err());
        assertTrue(child.err().contains("x.json.old"), child.err());
        assertFalse(Files.exists(folder.resolve("x.json.old")));

        Run run = RunReader.read(folder.resolve("the-run"));
        assertEquals(RunDocument.FINISHED, run.document().state());
        assertEquals(5, run.document().seed());
        assertTrue(
                run.document().command().contains("-rff"),
                run.document().command().toString());
        assertEquals(2, run.forks().size());
        assertEquals(2, run.forks().get(0).operationsPerSecond().length);
        List<String> lines = Files.readAllLines(folder.resolve("the-run/forks.jsonl"));
        assertEquals(2 * (2 + 1), lines.size());
        assertEquals(
                "iteration", Json.mapper().readTree(lines.get(0)).path("type").asText());

        JsonNode merged = json("the-run/jmh.json");
        assertEquals(merged, json("x.json"));
        assertEquals(2, merged.get(0).path("forks").asInt());
        assertEquals(2, merged.get(0).path("primaryMetric").path("rawData").size());
        List<String> arguments = texts(merged.get(0).path("jvmArgs"));
        assertTrue(
                arguments.containsAll(
                        List.of("-Duser.flag=1", "-Dtiny.benchmark=yes", "--add-modules=jdk.incubator.vector")),
                arguments.toString());
        assertTrue(Files.readString(folder.resolve("the-run/jmh.log")).contains("# Fork: 1 of 1"));
    }

    @Test
    void aFailedBenchmarkIsARecordAndTheOthersGoOn() throws IOException, InterruptedException, UnreadableRunException {
        InProcess child = InProcess.run(
                "run", "TinyBenchmark", "-f", "2", "-rf", "csv", "-rff", path("x.csv"), "--out", path("the-run"));
        assertEquals(1, child.code(), child.err());
        assertTrue(child.out().contains("what=fail: told to fail"), child.out());
        assertTrue(child.out().contains("what=add"), child.out());
        Path runFolder = folder.resolve("the-run");
        Run run = RunReader.read(runFolder);
        assertEquals(1, run.forks().stream().filter(fork -> !fork.ok()).count());
        assertEquals(2, run.forks().stream().filter(fork -> fork.ok()).count());
        JsonNode merged = Json.mapper().readTree(runFolder.resolve("jmh.json").toFile());
        assertEquals(2, merged.size());
        assertFalse(merged.get(0).has("failure"), merged.get(0).toString());
        assertEquals("fail", merged.get(1).path("params").path("what").asText());
        assertEquals("told to fail", merged.get(1).path("failure").asText());
        assertEquals(
                "ops/s", merged.get(1).path("primaryMetric").path("scoreUnit").asText());
        assertEquals(2, merged.get(1).path("measurementIterations").asInt());
        assertEquals(
                List.of(new Failed(1, "TinyBenchmark.tiny what=fail", "told to fail", 1)),
                run.document().failed());
        List<String> csv = Files.readAllLines(folder.resolve("x.csv"));
        assertEquals(3, csv.size());
        assertTrue(csv.get(2).contains("NaN"), csv.get(2));

        InProcess show = InProcess.run("show", runFolder.toString(), "--format", "md");
        assertEquals(0, show.code(), show.err());
        assertTrue(show.out().contains("### Failed"), show.out());
    }

    @Test
    void aRunThatLostItsLastForkGoesOnAndKeepsTheFirst() throws IOException, UnreadableRunException {
        String[] words = {"TinyBenchmark", "-p", "what=add", "-f", "2", "--out", path("the-run")};
        InProcess whole = InProcess.run(words);
        assertEquals(0, whole.code(), whole.err());
        Path forks = folder.resolve("the-run").resolve(RunReader.FORKS_FILE);
        List<String> lines = Files.readAllLines(forks);
        Files.write(forks, lines.subList(0, lines.size() / 2));
        Path header = folder.resolve("the-run").resolve("run.json");
        String finished = Files.readString(header);
        String running = finished.replace("\"" + RunDocument.FINISHED + "\"", "\"" + RunDocument.RUNNING + "\"");
        assertNotEquals(finished, running);
        Files.writeString(header, running);
        InProcess rest = InProcess.run("run", "--resume", path("the-run"));
        assertEquals(0, rest.code(), rest.err());
        assertEquals(
                lines.subList(0, lines.size() / 2), Files.readAllLines(forks).subList(0, lines.size() / 2));
        Run run = RunReader.read(folder.resolve("the-run"));
        assertEquals(2, run.forks().size());
        assertEquals(1, run.document().resumed().size());
        assertEquals(RunDocument.FINISHED, run.document().state());
    }

    private Path onlyRun() throws IOException {
        try (var runs = Files.list(folder.resolve("convbench-runs"))) {
            List<Path> all = runs.toList();
            assertEquals(1, all.size(), all.toString());
            return all.get(0);
        }
    }

    @Test
    void aRunInAJvmOfItsOwnFindsAFolderAndWarnsOfNothing()
            throws IOException, InterruptedException, UnreadableRunException {
        Child child = Child.start(folder, "TinyBenchmark", "-p", "what=add", "-f", "1");
        assertEquals(0, child.await(), child.err());
        assertFalse(child.err().contains("WARNING"), child.err());
        assertEquals(RunDocument.FINISHED, RunReader.read(onlyRun()).document().state());
    }

    @Test
    void theHostGetsTheModuleToMeasureInItself() throws IOException, InterruptedException {
        Child child = Child.start(
                folder, List.of("-Dhost.flag=1"), "TinyBenchmark", "-p", "what=add", "-f", "0", "--out", "the-run");
        assertEquals(0, child.await(), child.err());
        assertFalse(child.err().contains("WARNING"), child.err());
        JsonNode entry = json("the-run/jmh.json").get(0);
        assertEquals(0, entry.path("forks").asInt());
        assertEquals(1, entry.path("primaryMetric").path("rawData").size());
        List<String> arguments = texts(entry.path("jvmArgs"));
        assertTrue(arguments.contains("-Dhost.flag=1"), arguments.toString());
        assertTrue(arguments.stream().noneMatch(argument -> argument.startsWith("-Dconvbench.")), arguments.toString());
    }

    @Test
    void aTimeBudgetIsKept() throws IOException, InterruptedException, UnreadableRunException {
        long start = System.nanoTime();
        InProcess child = InProcess.run("TinyBenchmark", "-p", "what=add", "--budget", "5", "--out", path("the-run"));
        assertEquals(0, child.code(), child.err());
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(seconds < 7, seconds + " s");
        assertTrue(child.err().contains("0:05 at most"), child.err());
        assertEquals(5.0, RunReader.read(folder.resolve("the-run")).document().budgetSeconds());
    }
}
