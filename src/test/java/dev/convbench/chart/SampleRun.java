package dev.convbench.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Family;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.RunDocument;
import dev.convbench.results.RunReader;
import dev.convbench.results.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes small run folders with invented speeds, for tests of what is made from run folders. */
public final class SampleRun {
    /** Floating point operations, and bytes, of one operation of every benchmark here. */
    public static final double WORK = 1e9;

    private final List<Configuration> configurations = new ArrayList<>();
    private final List<Fork> forks = new ArrayList<>();
    private final String machine;

    /** A run on a machine described so. */
    public SampleRun(String machine) {
        this.machine = machine;
    }

    /** A convolution and a pooling, each naive and others, with the limits of the machine; three forks each. */
    public static SampleRun small() {
        return new SampleRun("Imagined CPU, 2 cores; JDK 17.0.1 (Nobody)")
                .peak(50)
                .copy(40, 1)
                .copy(60, 2)
                .conv("naive", 1, 0.8, 1, 1.25)
                .conv("simd", 1, 16, 20, 25)
                .conv("simd-parallel", 2, 30, 40, 38)
                .conv("broken", 1)
                .pool("naive", 1, 5, 5, 5)
                .pool("loops", 1, 8, 10, 12.5);
    }

    /** A forward convolution; one fork a speed, in operations a second; without a speed its fork failed. */
    public SampleRun conv(String strategy, int workers, double... speeds) {
        return add("ConvForward.forward", work(Family.CONV, "conv forward", "net:layer", strategy, workers), speeds);
    }

    /** A max pooling, as {@link #conv}. */
    public SampleRun pool(String strategy, int workers, double... speeds) {
        return add("PoolForward.forward", work(Family.POOL, "max pool forward", "net:pool", strategy, workers), speeds);
    }

    private SampleRun peak(double gigaflops) {
        return add("FmaPeak.peak", work(Family.PEAK, "peak", null, null, 1), gigaflops);
    }

    private SampleRun copy(double gigabytes, int workers) {
        return add("CopyBandwidth.copy", work(Family.COPY, "copy", null, null, workers), gigabytes);
    }

    private static Work work(Family family, String operation, String shape, String strategy, int workers) {
        double flops = family == Family.CONV ? WORK : 0;
        String descriptor = shape == null ? null : "ic1ih8";
        return new Work(family, operation, shape, descriptor, strategy, "f64", workers, flops, flops, WORK, true);
    }

    private SampleRun add(String benchmark, Work work, double... speeds) {
        int id = configurations.size();
        Map<String, String> params =
                work.strategy() == null ? Map.of("workers", "" + work.workers()) : Map.of("strategy", work.strategy());
        configurations.add(new Configuration(id, "dev.convbench.bench." + benchmark, "thrpt", params, work));
        for (double speed : speeds) {
            forks.add(fork(id, Fork.OK, null, result(speed)));
        }
        if (speeds.length == 0) {
            forks.add(fork(id, Fork.FAILED, "it broke", null));
        }
        return this;
    }

    private Fork fork(int id, String status, String message, ObjectNode result) {
        String time = "2026-01-02T03:04:05Z";
        return new Fork(Fork.TYPE, forks.size(), id, 1, null, status, message, time, time, 0, result);
    }

    private static ObjectNode result(double speed) {
        ObjectNode result = Json.mapper().createObjectNode();
        result.put("threads", 1);
        ObjectNode metric = result.putObject("primaryMetric");
        metric.put("scoreUnit", "ops/s");
        ArrayNode iterations = metric.putArray("rawData").addArray();
        iterations.add(speed).add(speed).add(speed);
        ObjectNode secondary = result.putObject("secondaryMetrics");
        for (String label : List.of("flopsPerOp", "bytesPerOp")) {
            secondary.putObject(label).put("score", WORK);
        }
        return result;
    }

    /** Writes the three files of a run folder, which is made if need be; gives the folder. */
    public Path write(Path folder) throws IOException {
        RunDocument document = new RunDocument(
                RunDocument.FORMAT_VERSION,
                RunDocument.FINISHED,
                "2026-01-02T03:04:05Z",
                "2026-01-02T03:14:05Z",
                List.of("run"),
                null,
                null,
                1,
                null,
                null,
                null,
                256,
                2,
                new RunDocument.Jvm("java", "17.0.1", "Imagined VM", "17.0.1+1", List.of()),
                null,
                machine,
                null,
                List.of(),
                configurations,
                List.of());
        StringBuilder lines = new StringBuilder();
        forks.forEach(fork -> lines.append(Json.line(fork)).append('\n'));
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(RunReader.RUN_FILE), Json.pretty(document));
        Files.writeString(folder.resolve(RunReader.FORKS_FILE), lines);
        Files.writeString(folder.resolve(RunReader.JMH_FILE), "[ ]\n");
        return folder;
    }
}
