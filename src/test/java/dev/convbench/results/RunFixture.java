package dev.convbench.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes runs in memory, as the reader would give them. */
final class RunFixture {
    /** Floating point operations in one operation of the peak kernels made here. */
    static final double FLOPS_PER_OP = 1e6;

    private final List<Configuration> configurations = new ArrayList<>();
    private final List<Fork> forks = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private String state = RunDocument.FINISHED;

    /** A forward convolution of 1e6 nominal and 9e5 real floating point operations and 1e5 bytes. */
    int conv(String strategy, int workers) {
        return conv(strategy, workers, true);
    }

    int conv(String strategy, int workers, boolean direct) {
        Work work = new Work(
                Family.CONV,
                "conv forward",
                "net:layer",
                "g1mb1ic1ih8",
                strategy,
                "f64",
                workers,
                1e6,
                9e5,
                1e5,
                direct);
        return add("dev.convbench.bench.ConvForward.forward", params("strategy", strategy, "workers", workers), work);
    }

    /** A max pooling of 1e5 bytes. */
    int pool(String strategy, int workers) {
        Work work = new Work(
                Family.POOL,
                "max pool forward",
                "max_ic1ih8",
                "max_ic1ih8",
                strategy,
                "f64",
                workers,
                0,
                0,
                1e5,
                false);
        return add("dev.convbench.bench.PoolForward.forward", params("strategy", strategy, "workers", workers), work);
    }

    int peak(String kernel) {
        Work work = new Work(Family.PEAK, "peak", null, null, null, "f64", 1, 0, 0, 0, false);
        return add("dev.convbench.bench.FmaPeak.fma", params("kernel", kernel, "workers", 1), work);
    }

    int copy(long bytes, int workers) {
        Work work = new Work(Family.COPY, "copy", null, null, null, null, workers, 0, 0, bytes, false);
        return add("dev.convbench.bench.CopyBandwidth.copy", params("bytes", bytes, "workers", workers), work);
    }

    int other(String name) {
        return add("other." + name + ".run", Map.of(), Work.other(name + ".run"));
    }

    private static Map<String, String> params(Object... namesAndValues) {
        Map<String, String> params = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            params.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
        }
        return params;
    }

    private int add(String benchmark, Map<String, String> params, Work work) {
        configurations.add(new Configuration(configurations.size(), benchmark, "thrpt", params, work));
        return configurations.size() - 1;
    }

    /** A fork whose iterations have these operations a second. */
    RunFixture fork(int config, double... rates) {
        return fork(config, null, Map.of(), rates);
    }

    /** A fork with secondary metrics. */
    RunFixture fork(int config, String checkpoint, Map<String, Double> metrics, double... rates) {
        ObjectNode result = Json.mapper().createObjectNode();
        result.put("threads", 1);
        ObjectNode primary = result.putObject("primaryMetric");
        primary.put("scoreUnit", "ops/s");
        ArrayNode row = primary.putArray("rawData").addArray();
        for (double rate : rates) {
            row.add(rate);
        }
        ObjectNode secondary = result.putObject("secondaryMetrics");
        metrics.forEach(
                (label, value) -> secondary.putObject(label).put("score", value).put("scoreUnit", "B/op"));
        forks.add(new Fork(Fork.TYPE, forks.size(), config, 1, checkpoint, Fork.OK, null, "start", "end", 0.5, result));
        return this;
    }

    /** A fork of a peak kernel that reaches so many GFLOP/s. */
    RunFixture peakFork(int config, String checkpoint, double gigaflops) {
        return fork(
                config, checkpoint, Map.of(MachineLimits.FLOPS_PER_OP, FLOPS_PER_OP), gigaflops * 1e9 / FLOPS_PER_OP);
    }

    /** A fork of a copy that reaches so many GB/s. */
    RunFixture copyFork(int config, double gigabytes) {
        return fork(config, null, Map.of(MachineLimits.BYTES_PER_OP, 1e6), gigabytes * 1e3);
    }

    RunFixture failure(int config, String message) {
        forks.add(new Fork(Fork.TYPE, forks.size(), config, 1, null, Fork.FAILED, message, "start", "end", 0.5, null));
        return this;
    }

    RunFixture skip(String what, String reason) {
        skipped.add(new Skipped(what, reason));
        return this;
    }

    RunFixture warning(String warning) {
        warnings.add(warning);
        return this;
    }

    RunFixture state(String newState) {
        state = newState;
        return this;
    }

    Run run() {
        RunDocument document = new RunDocument(
                RunDocument.FORMAT_VERSION,
                state,
                "2030-01-01T00:00:00Z",
                "2030-01-01T00:10:00Z",
                List.of("--quick"),
                "notebook",
                85.0,
                7,
                null,
                null,
                null,
                512,
                2,
                new RunDocument.Jvm("java", "17", "VM", "17", List.of()),
                null,
                "a machine of two cores",
                null,
                warnings,
                configurations,
                skipped);
        return new Run(document, forks);
    }
}
