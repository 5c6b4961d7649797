package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code export}: times whatever the mode, and no result lost to another one of the same name. */
class ExportCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(new StringWriter(), true));
        commandLine.setErr(new PrintWriter(err, true));
        return Main.execute(commandLine, arguments);
    }

    private static String entry(String benchmark, String mode, String unit, double score, String params) {
        return "{\"jmhVersion\":\"1.37\",\"benchmark\":\"" + benchmark + "\",\"mode\":\"" + mode
                + "\",\"threads\":1,\"forks\":2,\"params\":{" + params + "},\"primaryMetric\":{\"score\":" + score
                + ",\"scoreUnit\":\"" + unit + "\",\"rawData\":[[" + score * 0.99 + "],[" + score * 1.01
                + "]]},\"secondaryMetrics\":{}}";
    }

    private JsonNode exported(String format) throws Exception {
        String json = "["
                + String.join(
                        ",",
                        entry("org.A.run", "thrpt", "ops/ms", 2, "\"n\":\"1\""),
                        entry("org.A.run", "thrpt", "ops/ms", 4, "\"n\":\"2\""),
                        entry("org.A.run", "avgt", "us/op", 7, "\"n\":\"2\""),
                        entry("com.A.run", "avgt", "us/op", 9, "\"n\":\"2\""))
                + "]";
        Path file = Files.writeString(folder.resolve("jmh.json"), json);
        Path out = folder.resolve("out.json");
        assertEquals(
                ExitCode.OK,
                execute("export", file.toString(), "--format", format, "-o", out.toString()),
                err.toString());
        return Json.mapper().readTree(out.toFile());
    }

    @Test
    void githubActionBenchmarkGetsTimesUnderDifferentNames() throws Exception {
        JsonNode entries = exported("github-action-benchmark");
        assertEquals(4, entries.size());
        Set<String> names = new HashSet<>();
        entries.forEach(entry -> {
            names.add(entry.path("name").asText());
            assertEquals("ns/op", entry.path("unit").asText());
        });
        assertEquals(4, names.size(), names.toString());
        assertEquals("A.run n=1", entries.get(0).path("name").asText());
        assertEquals(500_000, entries.get(0).path("value").asDouble(), 50);
        assertEquals(250_000, entries.get(1).path("value").asDouble(), 25);
        assertEquals(7_000, entries.get(2).path("value").asDouble(), 1);
        assertTrue(entries.get(0).path("range").asText().contains(" to "));
    }

    @Test
    void bencherGetsLatencyWithItsInterval() throws Exception {
        JsonNode root = exported("bencher");
        assertEquals(4, root.size());
        JsonNode latency = root.path("A.run n=1").path("latency");
        double value = latency.path("value").asDouble();
        assertEquals(500_000, value, 50);
        assertTrue(latency.path("lower_value").asDouble() < value
                && value < latency.path("upper_value").asDouble());
    }

    @Test
    void anotherFormatIsRefused() throws Exception {
        Path file =
                Files.writeString(folder.resolve("jmh.json"), "[" + entry("org.A.run", "thrpt", "ops/s", 2, "") + "]");
        assertEquals(ExitCode.USAGE, execute("export", file.toString(), "--format", "csv", "-o", "x"));
        assertTrue(err.toString().contains("must be github-action-benchmark or bencher"), err.toString());
    }
}
