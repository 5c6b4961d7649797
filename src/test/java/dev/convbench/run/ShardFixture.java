package dev.convbench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Family;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReader;
import dev.convbench.results.Skipped;
import dev.convbench.results.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes small runs that can be merged, in memory and on disk. */
public final class ShardFixture {
    private final String name;
    private final List<Configuration> configurations = new ArrayList<>();
    private final List<Fork> forks = new ArrayList<>();
    private final List<ObjectNode> iterations = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    /** When it started. */
    public String started = "2030-01-01T00:00:00Z";
    /** Hash of its jar. */
    public String jar = "0123456789abcdef";
    /** Build of its JVM. */
    public String jdk = "17.0.1+6";
    /** Flags of its forks. */
    public List<String> flags = List.of("-Xmx1g");
    /** Kind of its machine. */
    public String machine = "amd-zen4-2c";
    /** What it was started with. */
    public List<String> command = List.of("run");
    /** How it ended. */
    public String state = RunDocument.FINISHED;
    /** How long the next forks take. */
    public double seconds;

    /** Without a benchmark. */
    public ShardFixture(String name) {
        this.name = name;
    }

    /** Plans a benchmark with a parameter {@code size}; gives its id. */
    public int plan(String benchmark, String size) {
        return plan("some." + benchmark + ".run", size, Work.other(benchmark + ".run"));
    }

    /** Plans a peak kernel. */
    public int peak() {
        return plan("some.Peak.run", "1", new Work(Family.PEAK, "peak", null, null, null, "f64", 1, 0, 0, 0, false));
    }

    private int plan(String benchmark, String size, Work work) {
        int id = configurations.size();
        configurations.add(new Configuration(id, benchmark, "thrpt", Map.of("size", size), work));
        return id;
    }

    /** A fork of one iteration. */
    public ShardFixture fork(int config, double rate) {
        try {
            JsonNode result = Json.mapper()
                    .readTree("{\"benchmark\":\"" + configurations.get(config).benchmark()
                            + "\",\"mode\":\"thrpt\",\"threads\":1,\"forks\":1,\"params\":{\"size\":\"1\"},"
                            + "\"primaryMetric\":{\"score\":" + rate + ",\"scoreUnit\":\"ops/s\",\"rawData\":[[" + rate
                            + "]]},\"secondaryMetrics\":{}}");
            return add(config, Fork.OK, null, result);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A fork that failed. */
    public ShardFixture failure(int config, String message) {
        return add(config, Fork.FAILED, message, null);
    }

    private ShardFixture add(int config, String status, String message, JsonNode result) {
        int number = 2 * forks.size() + 1;
        ObjectNode iteration = Json.mapper().createObjectNode();
        iterations.add(iteration.put("type", "iteration").put("fork", number).put("config", config));
        forks.add(new Fork(Fork.TYPE, number, config, 1, null, status, message, started, ended(), 0.5, result));
        return this;
    }

    private String ended() {
        return seconds == 0
                ? started
                : Instant.parse(started).plusMillis(Math.round(1000 * seconds)).toString();
    }

    /** Something that it left out. */
    public ShardFixture skip(String what, String reason) {
        skipped.add(new Skipped(what, reason));
        return this;
    }

    /** As it is in memory. */
    public Shard shard() {
        return new Shard(name, run(), iterations);
    }

    private Run run() {
        RunDocument document = new RunDocument(
                RunDocument.FORMAT_VERSION,
                state,
                started,
                started,
                command,
                null,
                null,
                7,
                jar,
                "c0ffee",
                false,
                512,
                2,
                new RunDocument.Jvm("java", "17", "VM", jdk, flags),
                Json.mapper().createObjectNode().put("machineClass", machine),
                machine + " in one line",
                null,
                List.of("it is hot"),
                configurations,
                skipped);
        return new Run(document, forks);
    }

    /** Writes its folder, with a line of a fork that never finished and half a line more. */
    public Path write(Path parent) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(name));
        Files.writeString(folder.resolve(RunReader.RUN_FILE), Json.pretty(run().document()));
        StringBuilder lines = new StringBuilder("{\"type\":\"iteration\",\"fork\":0,\"config\":0}\n");
        iterations.forEach(line -> lines.append(Json.line(line)).append('\n'));
        forks.forEach(line -> lines.append(Json.line(line)).append('\n'));
        Files.writeString(folder.resolve(RunReader.FORKS_FILE), lines + "{\"type\":");
        return folder;
    }
}
