package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.chart.SampleRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code history}: what is added stays, trends and changes are told, damage is refused. */
class HistoryCommandTest {
    @TempDir
    private Path folder;

    private Path history;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void begin() {
        history = folder.resolve("history");
    }

    private int execute(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return Main.execute(commandLine, arguments);
    }

    private void assertRefused(String about, String... arguments) {
        assertEquals(ExitCode.USAGE, execute(arguments));
        String text = err.toString().strip();
        assertEquals(1, text.lines().count(), text);
        assertTrue(text.contains(about), text);
    }

    private Path jmh(String benchmark, double score) throws Exception {
        String json = String.format(
                Locale.ROOT,
                "[{\"jmhVersion\":\"1.37\",\"benchmark\":\"%s\",\"mode\":\"thrpt\",\"threads\":1,\"forks\":2,"
                        + "\"jdkVersion\":\"17.0.9\",\"primaryMetric\":{\"score\":%f,\"scoreUnit\":\"ops/s\","
                        + "\"rawData\":[[%f],[%f]]},\"secondaryMetrics\":{}}]",
                benchmark,
                score,
                score * 0.99,
                score * 1.01);
        return Files.writeString(folder.resolve("jmh.json"), json);
    }

    private int add(String benchmark, double score, int day) throws Exception {
        return execute(
                "history",
                "add",
                jmh(benchmark, score).toString(),
                "--dir",
                history.toString(),
                "--machine",
                "lab",
                "--date",
                String.format("2026-01-%02dT00:00:00Z", day),
                "--commit",
                "c" + day);
    }

    private void addStep() throws Exception {
        double[] scores = {100, 101, 99, 100, 90, 91, 89, 90};
        for (int k = 0; k < scores.length; k++) {
            assertEquals(ExitCode.OK, add("org.A.step", scores[k], k + 1), err.toString());
            assertEquals(ExitCode.OK, add("org.A.flat", 50 + k % 2, k + 1), err.toString());
        }
    }

    @Test
    void aRunBecomesALineABenchmarkAndOnlyOnce() throws Exception {
        Path run = SampleRun.small().write(folder.resolve("run"));
        String[] arguments = {
            "history", "add", run.toString(), "--dir", history.toString(), "--machine", "imagined", "--commit", "abc"
        };
        assertEquals(ExitCode.OK, execute(arguments), err.toString());
        Path file = history.resolve("imagined.jsonl");
        String before = Files.readString(file);
        assertTrue(before.lines().count() > 3, before);
        assertTrue(before.lines().allMatch(line -> line.contains("\"commit\":\"abc\"")), before);
        assertRefused("already", arguments);
        assertEquals(before, Files.readString(file));
    }

    @Test
    void linesThatAreThereStay() throws Exception {
        add("org.A.x", 5, 1);
        String before = Files.readString(history.resolve("lab.jsonl"));
        add("org.A.x", 6, 2);
        assertTrue(Files.readString(history.resolve("lab.jsonl")).startsWith(before));
    }

    @Test
    void listTellsWhereALevelChangedAndMayFail() throws Exception {
        addStep();
        assertEquals(ExitCode.OK, execute("history", "list", "--dir", history.toString()));
        String text = out.toString();
        assertTrue(text.contains("A.step JDK 17") && text.contains("time +11.1 % at c5"), text);
        assertTrue(text.contains("A.flat"), text);
        String[] failing = {"history", "list", "--dir", history.toString(), "--changed", "--fail-on", "regression"};
        assertEquals(ExitCode.REGRESSION, execute(failing));
        assertFalse(out.toString().contains("A.flat"), out.toString());
        assertEquals(
                ExitCode.OK,
                execute("history", "list", "flat", "--dir", history.toString(), "--fail-on", "regression"));
    }

    @Test
    void whatBecameFasterDoesNotFail() throws Exception {
        double[] scores = {100, 101, 99, 100, 110, 111, 109, 110};
        for (int k = 0; k < scores.length; k++) {
            add("org.A.step", scores[k], k + 1);
        }
        assertEquals(ExitCode.OK, execute("history", "list", "--dir", history.toString(), "--fail-on", "regression"));
        assertTrue(out.toString().contains("time -9.1 % at c5"), out.toString());
    }

    @Test
    void plotDrawsOneIntoAFileAndAllIntoAFolder() throws Exception {
        addStep();
        Path picture = folder.resolve("trend.svg");
        assertEquals(
                ExitCode.OK, execute("history", "plot", "step", "--dir", history.toString(), "-o", picture.toString()));
        String svg = Files.readString(picture);
        assertTrue(svg.contains("A.step") && svg.contains(">changed<"), svg);
        assertRefused("2 series fit", "history", "plot", "--dir", history.toString(), "-o", picture.toString());
        Path all = Files.createDirectory(folder.resolve("all"));
        assertEquals(ExitCode.OK, execute("history", "plot", "--dir", history.toString(), "-o", all.toString()));
        assertEquals(2, out.toString().lines().count());
    }

    @Test
    void reportDrawsTheTrendsOfItsBenchmarks() throws Exception {
        addStep();
        Path page = folder.resolve("page.html");
        String run = jmh("org.A.step", 90).toString();
        assertEquals(ExitCode.OK, execute("report", run, "--history", history.toString(), "-o", page.toString()));
        String html = Files.readString(page);
        assertTrue(html.contains("Over time") && html.contains(">changed<"), html);
        assertFalse(html.contains("A.flat"), "of another benchmark");
    }

    @Test
    void aBenchmarkCalledLikeAScriptIsText() throws Exception {
        String name = "org.<script>alert(1)</script>\\u001b[31m.x";
        add(name, 5, 1);
        add(name, 6, 2);
        Path page = folder.resolve("page.html");
        execute("report", jmh(name, 5).toString(), "--history", history.toString(), "-o", page.toString());
        assertFalse(Files.readString(page).contains("<script>alert"));
        execute("history", "list", "--dir", history.toString());
        assertFalse(out.toString().contains("\u001b"), out.toString());
    }

    @Test
    void damageIsRefusedWithItsPlace() throws Exception {
        add("org.A.x", 5, 1);
        Path file = history.resolve("lab.jsonl");
        Files.writeString(file, Files.readString(file) + "{\"run\":\n");
        String damaged = Files.readString(file);
        assertRefused("lab.jsonl line 2 is damaged", "history", "list", "--dir", history.toString());
        assertEquals(ExitCode.USAGE, add("org.A.x", 6, 2));
        assertEquals(damaged, Files.readString(file), "nothing is added to a damaged file");
        Files.writeString(
                file, "{\"run\":\"r\",\"date\":\"d\",\"machineClass\":\"lab\",\"benchmark\":\"b\",\"rate\":-1}\n");
        assertRefused("positive rate", "history", "list", "--dir", history.toString());
    }

    @Test
    void whatIsMissingIsAskedFor() throws Exception {
        String file = jmh("org.A.x", 5).toString();
        assertRefused("--date", "history", "add", file, "--dir", history.toString());
        assertRefused(
                "--machine", "history", "add", file, "--dir", history.toString(), "--date", "2026-01-01T00:00:00Z");
        assertRefused(
                "kind of machine",
                "history",
                "add",
                file,
                "--dir",
                history.toString(),
                "--date",
                "2026-01-01T00:00:00Z",
                "--machine",
                "../x");
        assertRefused("--date is", "history", "add", file, "--date", "yesterday");
        assertRefused("no folder of history", "history", "list", "--dir", history.toString());
        assertFalse(Files.exists(folder.resolve("x.jsonl")));
    }
}
