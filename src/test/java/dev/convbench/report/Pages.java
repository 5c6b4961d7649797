package dev.convbench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.JmhFile;
import dev.convbench.results.Json;
import dev.convbench.results.RunReader;
import dev.convbench.results.RunReport;
import dev.convbench.results.compare.Comparer;
import dev.convbench.results.compare.Input;
import dev.convbench.results.compare.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Pages of committed, large and hostile results. */
final class Pages {
    /** What must stay text. */
    static final String SCRIPT = "<script>document.title='owned'</script>";

    static final String IMAGE = "\"><img src=x onerror=\"document.title='owned'\">";
    static final String END = "</script><script>document.title='owned'</script><!--";

    private static final Path PUBLISHED = Path.of("results", "published");

    private Pages() {}

    static Path committed(String name) {
        return PUBLISHED.resolve(name);
    }

    static String of(Path... runs) throws Exception {
        return new ReportPage(subjects(runs), null, null).html();
    }

    static String compared(Path baseline, Path candidate) throws Exception {
        return new ReportPage(
                        subjects(baseline, candidate),
                        Comparer.compare(List.of(Input.read(baseline), Input.read(candidate)), Options.DEFAULT),
                        null)
                .html();
    }

    private static List<Subject> subjects(Path... runs) throws Exception {
        List<Subject> subjects = new ArrayList<>();
        for (Path run : runs) {
            String name = run.getFileName().toString();
            subjects.add(new Subject(name, RunReport.of(JmhFile.readRunOrFile(run))));
        }
        return subjects;
    }

    /** A JMH file of so many results, each of three forks of five iterations. */
    static Path large(Path file, int results, double factor) throws Exception {
        ArrayNode entries = Json.mapper().createArrayNode();
        Random random = new Random(1);
        for (int k = 0; k < results; k++) {
            entries.add(entry("org.example.Large" + k / 10 + ".measure", "size", "" + k % 10, random, factor));
        }
        Files.writeString(file, Json.line(entries));
        return file;
    }

    /** A JMH file whose every text is an attack. */
    static Path hostile(Path file) throws Exception {
        ArrayNode entries = Json.mapper().createArrayNode();
        Random random = new Random(2);
        for (String text : List.of(SCRIPT, IMAGE, END, "\u202egnp.exe", "=1+1", "a|b\u0000")) {
            ObjectNode entry = entry("org.example." + text + "." + text, text, text, random, 1);
            entry.put("jdkVersion", text);
            entry.putArray("jvmArgs").add(text);
            ((ObjectNode) entry.path("secondaryMetrics")).set(text, entry.path("primaryMetric"));
            entries.add(entry);
        }
        Files.writeString(file, Json.line(entries));
        return file;
    }

    private static ObjectNode entry(String benchmark, String name, String value, Random random, double factor) {
        ObjectNode entry = Json.mapper().createObjectNode();
        entry.put("jmhVersion", "1.37")
                .put("benchmark", benchmark)
                .put("mode", "thrpt")
                .put("threads", 1);
        entry.put("forks", 3).put("jvm", "java").putArray("jvmArgs").add("-Xmx1g");
        entry.put("jdkVersion", "25").put("vmName", "VM").put("vmVersion", "25+1");
        entry.put("warmupIterations", 1).put("warmupTime", "1 s").put("warmupBatchSize", 1);
        entry.put("measurementIterations", 5).put("measurementTime", "1 s").put("measurementBatchSize", 1);
        entry.putObject("params").put(name, value);
        ObjectNode metric = entry.putObject("primaryMetric");
        double level = 1000 * (1 + random.nextDouble()) * factor;
        metric.put("score", level).put("scoreError", 1.0);
        metric.putArray("scoreConfidence").add(level - 1).add(level + 1);
        metric.putObject("scorePercentiles").put("50.0", level);
        metric.put("scoreUnit", "ops/s");
        ArrayNode raw = metric.putArray("rawData");
        for (int fork = 0; fork < 3; fork++) {
            ArrayNode row = raw.addArray();
            for (int k = 0; k < 5; k++) {
                row.add(level * (1 + 0.01 * random.nextGaussian()));
            }
        }
        entry.putObject("secondaryMetrics");
        return entry;
    }

    /** The name of a committed run with convolutions and poolings. */
    static Path anyCommitted() {
        Path run = committed("2026-11-23-amd-epyc-zen4-2c-jdk25");
        if (!Files.exists(run.resolve(RunReader.RUN_FILE))) {
            throw new IllegalStateException(run + " is missing");
        }
        return run;
    }
}
