package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Json;
import dev.convbench.results.compare.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code compare}: exit codes, options, messages, and its speed. */
class CompareCommandTest {
    private static final double[] STEADY = Results.around(100, 8, 0.5, 1);
    private static final double[] SAME = Results.around(100, 8, 0.5, 2);
    private static final double[] FASTER = Results.around(110, 8, 0.5, 3);

    @TempDir
    private Path folder;

    private String base;
    private String same;
    private String faster;
    private StringWriter out;
    private StringWriter err;

    @BeforeEach
    void write() throws IOException {
        base = new Results()
                .add("run", "n=1", STEADY)
                .jmh(folder.resolve("base.json"))
                .toString();
        same = new Results()
                .add("run", "n=1", SAME)
                .jmh(folder.resolve("same.json"))
                .toString();
        faster = new Results()
                .add("run", "n=1", FASTER)
                .jmh(folder.resolve("faster.json"))
                .toString();
    }

    private int execute(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return Main.execute(commandLine, arguments);
    }

    private void assertSentence(int exitCode, String about, String... arguments) {
        assertEquals(exitCode, execute(arguments), err.toString());
        String text = err.toString().strip();
        assertEquals(1, text.lines().count(), text);
        assertTrue(text.startsWith("convbench: ") && text.contains(about), text);
        assertEquals("", out.toString());
    }

    @Test
    void aRegressionIsThree() {
        assertEquals(ExitCode.OK, execute("compare", base, same));
        assertTrue(out.toString().contains("1 no change within 2 %"), out.toString());
        assertEquals(ExitCode.OK, execute("compare", base, faster));
        assertTrue(out.toString().contains("1 improvement"), out.toString());
        assertEquals(ExitCode.REGRESSION, execute("compare", faster, base));
        assertTrue(out.toString().contains("REGRESSION") && out.toString().contains("1 regression"), out.toString());
        assertEquals(ExitCode.OK, execute("compare", faster, base, "--fail-on", "none"));
    }

    @Test
    void theSmallestEffectAndAlphaAreChosen() {
        assertEquals(ExitCode.OK, execute("compare", faster, base, "--min-effect", "20%"));
        assertEquals(ExitCode.REGRESSION, execute("compare", faster, base, "--min-effect", "0.05", "--alpha", "5 %"));
        assertEquals(ExitCode.OK, execute("compare", faster, base, "--alpha", "0.0001"));
        assertTrue(out.toString().contains("too few forks"), out.toString());
        assertSentence(ExitCode.USAGE, "--alpha is 'x'", "compare", base, same, "--alpha", "x");
        assertSentence(ExitCode.USAGE, "alpha must be", "compare", base, same, "--alpha", "1");
        assertSentence(ExitCode.USAGE, "smallest effect must be", "compare", base, same, "--min-effect=-1%");
    }

    @Test
    void inconclusiveAndMissingFailWhenAskedTo() throws IOException {
        String single = new Results()
                .add("run", "n=1", 50)
                .jmh(folder.resolve("single.json"))
                .toString();
        assertEquals(ExitCode.OK, execute("compare", base, single));
        assertTrue(
                out.toString().contains("1 cannot conclude") && out.toString().contains("one fork on a side"),
                out.toString());
        assertEquals(ExitCode.INCONCLUSIVE, execute("compare", base, single, "--fail-on", "regression,inconclusive"));
        String two = new Results()
                .add("run", "n=1", STEADY)
                .add("run", "n=2", STEADY)
                .jmh(folder.resolve("two.json"))
                .toString();
        assertEquals(ExitCode.OK, execute("compare", two, same));
        assertTrue(out.toString().contains("only in the baseline, not in the candidate"), out.toString());
        assertEquals(ExitCode.FAILED, execute("compare", two, same, "--fail-on", "missing"));
        assertEquals(ExitCode.OK, execute("compare", same, two, "--fail-on", "missing"));
    }

    @Test
    void aFailedBenchmarkOfTheCandidateIsOne() throws IOException {
        String good =
                new Results().add("run", "", STEADY).run(folder.resolve("good")).toString();
        String bad = new Results().add("run", "").run(folder.resolve("bad")).toString();
        assertEquals(ExitCode.FAILED, execute("compare", good, bad));
        assertTrue(out.toString().contains("FAILED in the candidate: it broke"), out.toString());
        assertEquals(ExitCode.OK, execute("compare", good, bad, "--fail-on", "regression"));
    }

    @Test
    void whatIsUnlikeIsFour() throws IOException {
        String newer = new Results()
                .jdk("25")
                .add("run", "n=1", SAME)
                .jmh(folder.resolve("newer.json"))
                .toString();
        assertSentence(ExitCode.NOT_COMPARABLE, "--allow-mismatch jdk", "compare", base, newer);
        assertEquals(ExitCode.OK, execute("compare", base, newer, "--allow-mismatch", "cpu,jdk"));
        assertTrue(out.toString().contains("allowed: the JDKs differ"), out.toString());
        assertSentence(ExitCode.USAGE, "'os' is not one of cpu, jdk", "compare", base, newer, "--allow-mismatch", "os");
    }

    @Test
    void acrossAParameterSlowerIsNoRegression() throws IOException {
        String run = new Results()
                .add("run", "strategy=fast", FASTER)
                .add("run", "strategy=slow", STEADY)
                .jmh(folder.resolve("run.json"))
                .toString();
        assertEquals(ExitCode.OK, execute("compare", run, "--col", "strategy"));
        assertTrue(out.toString().contains("1 slower"), out.toString());
        assertEquals(ExitCode.REGRESSION, execute("compare", run, "--col", "strategy", "--fail-on", "regression"));
        assertEquals(ExitCode.OK, execute("compare", run, "--col", "strategy", "--baseline", "slow"));
        assertTrue(out.toString().contains("1 faster"), out.toString());
    }

    @Test
    void wrongUsageIsTwo() {
        assertSentence(ExitCode.USAGE, "name it, as in --col strategy", "compare", base);
        assertSentence(ExitCode.USAGE, "name it, as in --col jdk", "compare", base, same, faster);
        assertSentence(ExitCode.USAGE, "--format is 'html'", "compare", base, same, "--format", "html");
        assertSentence(ExitCode.USAGE, "--fail-on is 'never'", "compare", base, same, "--fail-on", "never");
        assertSentence(ExitCode.USAGE, "stands alone", "compare", base, same, "--fail-on", "none,missing");
        assertSentence(ExitCode.USAGE, "no result matches", "compare", base, same, "--filter", "nothing");
        assertSentence(ExitCode.USAGE, "no regular expression", "compare", base, same, "--filter", "[");
        assertSentence(ExitCode.USAGE, "no regular expression", "compare", base, same, "--metric", "[");
        assertSentence(ExitCode.USAGE, "RUN", "compare");
    }

    @Test
    void unreadableInputIsTwo() throws IOException {
        Path bad = Path.of("src/test/resources/dev/convbench/results/jmh/bad");
        assertSentence(
                ExitCode.USAGE,
                "does not exist",
                "compare",
                base,
                folder.resolve("none.json").toString());
        assertSentence(ExitCode.USAGE, "is not a run folder", "compare", folder.toString(), base);
        assertSentence(ExitCode.USAGE, "it is cut off", "compare", base, bad + "/truncated.json");
        assertSentence(ExitCode.USAGE, "holds no results", "compare", base, bad + "/no-entries.json");
        Path run = new Results().add("run", "", STEADY).run(folder.resolve("run"));
        assertSentence(ExitCode.USAGE, "name the folder", "compare", base, run + "/run.json");
        try (RandomAccessFile sparse =
                new RandomAccessFile(run.resolve("forks.jsonl").toFile(), "rw")) {
            sparse.setLength(64L << 30);
        }
        assertSentence(ExitCode.USAGE, "is too large", "compare", run.toString(), run.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "md", "markdown", "json", "junit", "csv", "TEXT"})
    void allFormatsGoToAFileToo(String format) throws IOException {
        assertEquals(ExitCode.OK, execute("compare", base, same, "--format", format));
        String printed = out.toString();
        assertFalse(printed.isBlank());
        Path file = folder.resolve("out");
        assertEquals(ExitCode.OK, execute("compare", base, same, "--format", format, "-o", file.toString()));
        assertEquals("", out.toString());
        assertEquals(printed, Files.readString(file));
        assertSentence(
                ExitCode.USAGE,
                "cannot write",
                "compare",
                base,
                same,
                "-o",
                folder.resolve("no/where").toString());
    }

    @Test
    void textIsAsWideAsAsked() {
        for (int width : new int[] {40, 60, 80, 120}) {
            execute("compare", base, same, "--width", Integer.toString(width), "--filter", "n=1");
            assertTrue(
                    out.toString()
                            .lines()
                            .filter(line -> !line.contains(folder.toString()))
                            .allMatch(line -> line.length() <= width),
                    width + ":\n" + out);
            assertFalse(out.toString().contains("\u001b"), "no terminal, no colour");
        }
    }

    /** In CPU time of this thread, which other work on the machine does not stretch. */
    @Test
    void aThousandEntriesAreComparedWithinTwoSeconds() throws IOException {
        Results left = new Results();
        Results right = new Results();
        for (int i = 0; i < 1000; i++) {
            left.add("run" + i % 50, "n=" + i, Results.around(100 + i, 10, 0.5 + i % 5, i));
            right.add("run" + i % 50, "n=" + i, Results.around(100 + i + i % 10, 10, 0.5 + i % 5, 5000 + i));
            left.metric("gc.alloc.rate.norm", "B/op", 24, 24, 24, 24, 24, 24, 24, 24, 24, 24);
            right.metric("gc.alloc.rate.norm", "B/op", 24, 24, 24, 24, 24, 24, 24, 24, 24, 24);
        }
        String before = left.jmh(folder.resolve("left.json")).toString();
        String after = right.jmh(folder.resolve("right.json")).toString();
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertEquals(ExitCode.REGRESSION, execute("compare", after, before, "--format", "json"));
        double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
        JsonNode lines = Json.mapper().readTree(out.toString()).path("lines");
        assertEquals(2000, lines.size());
        assertTrue(seconds < 2, "took " + seconds + " s");
    }
}
