package dev.convbench.results.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Json;
import dev.convbench.results.RunReader;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Writes invented results as a JMH file or as a run folder. */
public final class Results {
    private final List<ObjectNode> entries = new ArrayList<>();
    private String jdk = "17.0.9";
    private List<String> flags = List.of("-Xmx1g");
    private int batch = 1;
    private String machine = "imagined-2c";
    private double[] peaks = {};

    /** The JDK of the entries added from now on. */
    public Results jdk(String version) {
        jdk = version;
        return this;
    }

    /** The JVM flags of the entries added from now on. */
    public Results flags(String... newFlags) {
        flags = List.of(newFlags);
        return this;
    }

    /** The batch size of the entries added from now on. */
    public Results batch(int size) {
        batch = size;
        return this;
    }

    /** The class of machine of the run folder. */
    public Results machine(String machineClass) {
        machine = machineClass;
        return this;
    }

    /** Gigaflops of a peak kernel at the start, in the middle and at the end of the run folder. */
    public Results peaks(double... gigaflops) {
        peaks = gigaflops;
        return this;
    }

    /** An entry of {@code org.sample.Bench}; parameters as {@code name=value} separated by blanks; one value a fork. */
    public Results add(String method, String mode, String unit, String params, double... forks) {
        ObjectNode entry = Json.mapper().createObjectNode();
        entry.put("jmhVersion", "1.37")
                .put("benchmark", "org.sample.Bench." + method)
                .put("mode", mode);
        entry.put("threads", 1).put("forks", forks.length).put("jdkVersion", jdk);
        entry.put("vmName", "Imagined VM").put("vmVersion", jdk + "+1");
        ArrayNode args = entry.putArray("jvmArgs");
        flags.forEach(args::add);
        entry.put("warmupIterations", 2).put("warmupTime", "1 s").put("warmupBatchSize", batch);
        entry.put("measurementIterations", 3).put("measurementTime", "1 s").put("measurementBatchSize", batch);
        if (!params.isEmpty()) {
            ObjectNode node = entry.putObject("params");
            for (String param : params.split(" ", -1)) {
                int sign = param.indexOf('=');
                node.put(param.substring(0, sign), param.substring(sign + 1));
            }
        }
        metric(entry.putObject("primaryMetric"), unit, forks);
        entry.putObject("secondaryMetrics");
        entries.add(entry);
        return this;
    }

    /** An entry in operations a second. */
    public Results add(String method, String params, double... forks) {
        return add(method, "thrpt", "ops/s", params, forks);
    }

    /** A secondary metric of the last entry. */
    public Results metric(String label, String unit, double... forks) {
        ObjectNode metrics = (ObjectNode) entries.get(entries.size() - 1).get("secondaryMetrics");
        metric(metrics.putObject(label), unit, forks);
        return this;
    }

    /** The last entry without raw data. */
    public Results withoutRawData() {
        ObjectNode metric = (ObjectNode) entries.get(entries.size() - 1).get("primaryMetric");
        metric.putArray("rawData");
        return this;
    }

    private static void metric(ObjectNode metric, String unit, double... forks) {
        double sum = 0;
        ArrayNode rows = metric.putArray("rawData");
        for (double fork : forks) {
            sum += fork;
            rows.addArray().add(fork * 0.999).add(fork).add(fork * 1.001);
        }
        metric.put("score", sum / forks.length).put("scoreUnit", unit);
    }

    /** So many values around a centre with a spread of so many per cent. */
    public static double[] around(double centre, int count, double percent, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = centre * Math.exp(percent / 100 * random.nextGaussian());
        }
        return values;
    }

    /** Writes a JMH file. */
    public Path jmh(Path file) throws IOException {
        return Files.writeString(file, Json.pretty(entries));
    }

    /** Writes a run folder; an entry without forks is a failed one. */
    public Path run(Path folder) throws IOException {
        Files.createDirectories(folder);
        ObjectNode run = Json.mapper().createObjectNode();
        run.put("formatVersion", 1).put("state", "finished").put("started", "2026-01-02T03:04:05Z");
        run.put("vectorBits", 256).put("processors", 2).put("machineSummary", "Imagined CPU, 2 cores");
        run.putObject("machine").put("machineClass", machine).putObject("cpu").put("model", "Imagined");
        ArrayNode configurations = run.putArray("configurations");
        StringBuilder lines = new StringBuilder();
        for (ObjectNode entry : entries) {
            int id = configurations.size();
            ObjectNode configuration = configurations.addObject();
            configuration.put("id", id).set("benchmark", entry.get("benchmark"));
            configuration.set("mode", entry.get("mode"));
            configuration.set("params", entry.get("params"));
            work(configuration, "other");
            for (int i = 0; i < entry.get("forks").asInt(); i++) {
                lines.append(fork(id, null, forkOf(entry, i)));
            }
            if (entry.get("forks").asInt() == 0) {
                lines.append(
                        "{\"type\":\"fork\",\"config\":" + id + ",\"status\":\"failed\",\"message\":\"it broke\"}\n");
            }
        }
        if (peaks.length > 0) {
            int id = configurations.size();
            ObjectNode configuration = configurations.addObject();
            configuration.put("id", id).put("benchmark", "org.sample.Peak.peak").put("mode", "thrpt");
            work(configuration, "peak");
            for (int i = 0; i < peaks.length; i++) {
                ObjectNode result = Json.mapper().createObjectNode();
                result.put("benchmark", "org.sample.Peak.peak")
                        .put("mode", "thrpt")
                        .put("threads", 1);
                result.put("jdkVersion", jdk).putArray("jvmArgs");
                metric(result.putObject("primaryMetric"), "ops/s", peaks[i]);
                metric(result.putObject("secondaryMetrics").putObject("flopsPerOp"), "flops", 1e9);
                lines.append(fork(id, new String[] {null, "middle", "last"}[i], result));
            }
        }
        Files.writeString(folder.resolve(RunReader.RUN_FILE), Json.pretty(run));
        Files.writeString(folder.resolve(RunReader.FORKS_FILE), lines);
        return folder;
    }

    private static void work(ObjectNode configuration, String family) {
        configuration
                .putObject("work")
                .put("family", family)
                .put("operation", "operation")
                .put("precision", "f64")
                .put("workers", 1);
    }

    private static String fork(int id, String checkpoint, ObjectNode result) {
        ObjectNode fork = Json.mapper().createObjectNode();
        fork.put("type", "fork").put("config", id).put("status", "ok").put("checkpoint", checkpoint);
        fork.set("result", result);
        return Json.line(fork) + "\n";
    }

    /** The entry as JMH writes it for one fork alone. */
    private static ObjectNode forkOf(ObjectNode entry, int fork) {
        ObjectNode result = entry.deepCopy();
        only((ObjectNode) result.get("primaryMetric"), fork);
        result.get("secondaryMetrics").forEach(metric -> only((ObjectNode) metric, fork));
        return result;
    }

    private static void only(ObjectNode metric, int fork) {
        ArrayNode all = (ArrayNode) metric.get("rawData");
        metric.putArray("rawData").add(all.get(fork));
    }

    /** As input, by way of a JMH file. */
    Input input(Path folder, String name) throws IOException, UnreadableRunException {
        return Input.read(jmh(folder.resolve(name + ".json")));
    }

    /** As input, by way of a run folder. */
    Input runInput(Path folder, String name) throws IOException, UnreadableRunException {
        return Input.read(run(folder.resolve(name)));
    }
}
