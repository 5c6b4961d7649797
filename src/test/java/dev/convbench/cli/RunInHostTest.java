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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose forks are this JVM, from the command line to the files: all that {@link RunEndToEndTest} sees, in a moment each. */
class RunInHostTest {
    private static final String SHAPE = "g1mb1ic1ih4iw4oc1oh2ow2kh3kw3sh1sw1dh0dw0ph0pw0";

    @TempDir
    Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private InProcess run(String... words) {
        List<String> all = new ArrayList<>(List.of("run", "TinyBenchmark", "-f", "0", "--out", path("the-run")));
        all.addAll(List.of(words));
        return InProcess.run(all.toArray(String[]::new));
    }

    private Run read() throws Exception {
        return RunReader.read(folder.resolve("the-run"));
    }

    private JsonNode entry(int number) throws Exception {
        return Json.mapper()
                .readTree(folder.resolve("the-run/jmh.json").toFile())
                .get(number);
    }

    @Test
    void everyIterationIsOnDiskAndTheResultIsInTheTable() throws Exception {
        Files.writeString(folder.resolve("x.csv"), "of an earlier run");
        InProcess run =
                run("-p", "what=add", "-wi", "1", "-w", "10ms", "-rf", "csv", "-rff", path("x.csv"), "--seed", "5");
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().contains("TinyBenchmark.tiny"), run.out());
        assertTrue(run.out().contains("Result file: " + path("x.csv")), run.out());
        assertTrue(run.out().endsWith("Run folder: " + path("the-run") + "\n"), run.out());
        assertFalse(run.out().contains("profilers print"), run.out());
        assertTrue(run.err().contains("1 configuration; run folder " + path("the-run")), run.err());
        assertTrue(run.err().contains("fork 1 of about 1: round 1, TinyBenchmark.tiny, what=add"), run.err());
        assertTrue(run.err().contains("the result file of an earlier run is " + path("x.csv.old")), run.err());
        assertFalse(Files.exists(folder.resolve("x.csv.old")));
        assertEquals(2, Files.readAllLines(folder.resolve("x.csv")).size());

        RunDocument document = read().document();
        assertEquals(RunDocument.FINISHED, document.state());
        assertEquals(5, document.seed());
        assertEquals(List.of("run", "TinyBenchmark"), document.command().subList(0, 2));
        assertTrue(document.ended().compareTo(document.started()) >= 0, document.ended());
        Fork fork = read().forks().get(0);
        assertEquals(List.of(0, 0, 1), List.of(fork.fork(), fork.config(), fork.round()));
        assertTrue(fork.ended().compareTo(fork.started()) >= 0, fork.ended());

        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("the-run/forks.jsonl"))) {
            lines.add(Json.mapper().readTree(line));
        }
        assertEquals(4, lines.size());
        assertEquals("warmup", lines.get(0).get("kind").asText());
        for (int i = 1; i <= 2; i++) {
            assertEquals("measurement", lines.get(i).get("kind").asText());
            assertEquals(i, lines.get(i).get("iteration").asInt());
            assertEquals(
                    entry(0).at("/primaryMetric/rawData/0/" + (i - 1)).asDouble(),
                    lines.get(i).get("score").asDouble());
            assertEquals("ops/s", lines.get(i).get("unit").asText());
        }
        String log = Files.readString(folder.resolve("the-run/jmh.log"));
        assertTrue(log.contains("# Warmup Iteration   1:") && log.contains("Iteration   2:"), log);
    }

    @Test
    void jmhGetsAllOptions() throws Exception {
        InProcess run = run(
                "-p",
                "what=add",
                "-bm",
                "avgt",
                "-tu",
                "us",
                "-wi",
                "2",
                "-w",
                "5ms",
                "-wbs",
                "3",
                "-i",
                "3",
                "-r",
                "6ms",
                "-bs",
                "4",
                "-t",
                "2",
                "-opi",
                "5",
                "-to",
                "50s",
                "-si",
                "false",
                "-v",
                "EXTRA",
                "-prof",
                "gc",
                "-o",
                path("log"));
        assertEquals(ExitCode.OK, run.code(), run.err());
        JsonNode entry = entry(0);
        assertEquals("avgt", entry.get("mode").asText());
        assertEquals("us/op", entry.at("/primaryMetric/scoreUnit").asText());
        assertEquals(2, entry.get("warmupIterations").asInt());
        assertEquals("5 ms", entry.get("warmupTime").asText());
        assertEquals(3, entry.get("warmupBatchSize").asInt());
        assertEquals(3, entry.get("measurementIterations").asInt());
        assertEquals("6 ms", entry.get("measurementTime").asText());
        assertEquals(4, entry.get("measurementBatchSize").asInt());
        assertEquals(2, entry.get("threads").asInt());
        assertTrue(entry.get("secondaryMetrics").has("gc.alloc.rate.norm"), entry.toString());
        String log = Files.readString(folder.resolve("log"));
        assertEquals(Files.readString(folder.resolve("the-run/jmh.log")), log);
        assertTrue(log.contains("# Timeout: 50 s per iteration\n"), log);
        assertTrue(log.contains("# Threads: 2 threads, ***WARNING: Synchronize iterations are disabled!"), log);
        assertTrue(run.out().contains("What the profilers print: " + path("the-run/jmh.log")), run.out());
    }

    @Test
    void aFailureIsARecordAndTheOthersGoOn() throws Exception {
        InProcess run = run("-i", "1", "-r", "5ms");
        assertEquals(ExitCode.FAILED, run.code(), run.err());
        assertTrue(run.err().contains("failed: TinyBenchmark.tiny what=fail: told to fail"), run.err());
        assertTrue(run.out().contains("what=fail: told to fail"), run.out());
        assertEquals(RunDocument.FINISHED, read().document().state());
        assertEquals(List.of(1, 1), okAndFailed());
        assertEquals("told to fail", entry(1).path("failure").asText());
        InProcess again = InProcess.run("run", "--resume", path("the-run"));
        assertEquals(ExitCode.FAILED, again.code(), again.err());
        assertTrue(again.err().contains("; nothing is left to measure"), again.err());
        assertTrue(again.out().contains("what=fail: told to fail"), again.out());
    }

    private List<Integer> okAndFailed() throws Exception {
        int ok = (int) read().forks().stream().filter(Fork::ok).count();
        return List.of(ok, read().forks().size() - ok);
    }

    @Test
    void stopsAtAFailureIfToldTo() throws Exception {
        InProcess run = run("-p", "what=fail", "-i", "1", "-r", "5ms", "-foe", "true");
        assertEquals(ExitCode.FAILED, run.code(), run.err());
        assertEquals(RunDocument.ABORTED, read().document().state());
        assertEquals(List.of(0, 1), okAndFailed());
    }

    @Test
    void goesOnWithWhatIsMissing() throws Exception {
        InProcess whole = run("-i", "1", "-r", "5ms", "--seed", "4");
        assertEquals(ExitCode.FAILED, whole.code(), whole.err());
        Path forks = folder.resolve("the-run").resolve(RunReader.FORKS_FILE);
        String first = Files.readAllLines(forks).stream()
                .filter(line -> line.contains("\"fork\":0,"))
                .reduce("", (text, line) -> text + line + "\n");
        Files.writeString(forks, first + "{\"type\":\"iter");
        Path header = folder.resolve("the-run/run.json");
        Files.writeString(
                header,
                Files.readString(header)
                        .replace("\"" + RunDocument.FINISHED + "\"", "\"" + RunDocument.RUNNING + "\""));
        InProcess rest = InProcess.run("run", "--resume", path("the-run"));
        assertEquals(ExitCode.FAILED, rest.code(), rest.err());
        assertTrue(
                rest.err().contains("going on with " + path("the-run") + ": 1 fork is there; dropped an incomplete"),
                rest.err());
        assertTrue(rest.err().contains("fork 2 of about 2: "), rest.err());
        assertTrue(Files.readString(forks).startsWith(first));
        assertEquals(List.of(1, 1), okAndFailed());
        assertEquals(1, read().document().resumed().size());
        assertEquals(1, read().document().resumed().get(0).forks());
        assertEquals(RunDocument.FINISHED, read().document().state());
    }

    @Test
    void ourOwnBenchmarksAreDescribedShortly() throws Exception {
        InProcess run = InProcess.run(
                "run",
                "ConvForward|FmaPeak|CopyBandwidth",
                "-p",
                "conv=" + SHAPE,
                "-p",
                "strategy=naive,loops-parallel",
                "-p",
                "precision=f64,f32",
                "-p",
                "workers=1,2",
                "-p",
                "kernel=scalar",
                "-p",
                "bytes=65536",
                "-f",
                "0",
                "-wi",
                "0",
                "-i",
                "1",
                "-r",
                "5ms",
                "--out",
                path("the-run"),
                "--without",
                "f32.*naive");
        assertEquals(ExitCode.OK, run.code(), run.err());
        for (String what : List.of(
                ": round 1, conv forward, " + SHAPE + ", naive\n",
                ": round 1, conv forward, f32, " + SHAPE + ", loops-parallel, 2 workers\n",
                ": round 1, copy, 65536 bytes\n",
                ": check, peak, scalar")) {
            assertTrue(run.err().contains(what), what + " in " + run.err());
        }
        assertTrue(run.out().contains(SHAPE + " strategy=naive workers=1: left out by --without\n"), run.out());
        assertEquals(RunDocument.FINISHED, read().document().state());
    }

    @Test
    void anOutputThatCannotBeWrittenIsSaidBefore() throws Exception {
        InProcess run = run("-p", "what=add", "-o", path("no/log"));
        assertEquals(ExitCode.USAGE, run.code());
        assertTrue(run.err().contains("cannot write JMH's output to " + path("no/log")), run.err());
    }

    @Test
    void aBudgetAndCountsExcludeEachOther() {
        InProcess run = run("-p", "what=add", "--budget", "9");
        assertEquals(ExitCode.USAGE, run.code());
        assertTrue(run.err().contains("exclude each other"), run.err());
    }
}
