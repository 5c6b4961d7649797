package dev.convbench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A result in JMH's own classes that was read from its JSON, so that JMH writes its other formats from it, also after the
 * program that measured it is gone; or one that says that there is none.
 */
final class RecordedRun extends RunResult {
    private static final long serialVersionUID = 1L;

    private final transient Figure primary;
    private final transient Map<String, Result> secondary;

    private RecordedRun(BenchmarkParams params, Figure primary, Map<String, Result> secondary) {
        super(params, List.of());
        this.primary = primary;
        this.secondary = secondary;
    }

    /** A score with what the formats print of it. */
    private static final class Figure extends Result<Figure> {
        private static final long serialVersionUID = 1L;

        private final double score;
        private final double error;
        private final long count;

        Figure(String label, double score, double error, long count, String unit) {
            super(ResultRole.PRIMARY, label, new ListStatistics(), unit, AggregationPolicy.AVG);
            this.score = score;
            this.error = error;
            this.count = count;
        }

        @Override
        public double getScore() {
            return score;
        }

        @Override
        public double getScoreError() {
            return error;
        }

        @Override
        public long getSampleCount() {
            return count;
        }

        @Override
        protected Aggregator<Figure> getThreadAggregator() {
            throw new UnsupportedOperationException("a recorded score is not aggregated");
        }

        @Override
        protected Aggregator<Figure> getIterationAggregator() {
            throw new UnsupportedOperationException("a recorded score is not aggregated");
        }
    }

    @Override
    public Result<?> getPrimaryResult() {
        return primary;
    }

    @Override
    @SuppressWarnings("rawtypes") // as in JMH
    public Map<String, Result> getSecondaryResults() {
        return secondary;
    }

    /** From an entry of JMH's JSON. */
    static RecordedRun of(JsonNode entry) {
        JsonNode metric = entry.path("primaryMetric");
        Figure primary = figure("", metric, count(metric));
        Map<String, Result> secondary = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : entry.path("secondaryMetrics").properties()) {
            String label = field.getKey();
            secondary.put(label, figure(label, field.getValue(), count(entry, label, field.getValue())));
        }
        return new RecordedRun(params(entry), primary, secondary);
    }

    private static Figure figure(String label, JsonNode metric, long count) {
        return new Figure(
                label,
                Json.number(metric.path("score")),
                Json.number(metric.path("scoreError")),
                count,
                metric.path("scoreUnit").asText());
    }

    /** Values behind a primary score. */
    private static long count(JsonNode metric) {
        long count = 0;
        for (JsonNode fork : metric.path("rawData")) {
            count += fork.size();
        }
        for (JsonNode fork : metric.path("rawDataHistogram")) {
            for (JsonNode iteration : fork) {
                for (JsonNode bucket : iteration) {
                    count += bucket.path(1).asLong();
                }
            }
        }
        return count;
    }

    /**
     * Values behind a secondary score: a percentile is one; what the iterations report counts as 0 where it is missing; what
     * they do not report at all comes from the forks.
     */
    private static long count(JsonNode entry, String label, JsonNode metric) {
        boolean sample = entry.path("primaryMetric").has("rawDataHistogram");
        if (sample && label.matches(ForkMerger.PERCENTILE_LABEL)) {
            return 1;
        }
        long own = count(metric);
        if (own == 0) {
            return entry.path("forks").asLong();
        }
        return Math.max(own, ForkMerger.iterations(entry.path("primaryMetric")));
    }

    /** Of a benchmark that gave no result: its score is NaN. */
    static RecordedRun failed(BenchmarkParams params) {
        return failed(params, unit(params));
    }

    private static RecordedRun failed(BenchmarkParams params, String unit) {
        return new RecordedRun(params, new Figure("", Double.NaN, Double.NaN, 0, unit), Map.of());
    }

    /** As JMH names it. */
    private static String unit(BenchmarkParams params) {
        String time = TimeValue.tuToString(params.getTimeUnit());
        return params.getMode() == Mode.Throughput ? "ops/" + time : time + "/op";
    }

    /** As above, where JMH did not come as far as to describe the benchmark. */
    static RecordedRun failed(Configuration configuration) {
        ObjectNode entry = Json.mapper().createObjectNode();
        entry.put("benchmark", configuration.benchmark()).put("mode", configuration.mode());
        ObjectNode params = entry.putObject("params");
        configuration.params().forEach(params::put);
        return failed(params(entry), "");
    }

    private static BenchmarkParams params(JsonNode entry) {
        WorkloadParams workload = new WorkloadParams();
        entry.path("params")
                .properties()
                .forEach(param -> workload.put(
                        param.getKey(),
                        param.getValue().asText(),
                        workload.keys().size()));
        int threads = entry.path("threads").asInt(1);
        return new BenchmarkParams(
                entry.path("benchmark").asText(),
                "",
                true,
                threads,
                new int[] {threads},
                List.of(),
                entry.path("forks").asInt(),
                0,
                new IterationParams(IterationType.WARMUP, 0, TimeValue.NONE, 1),
                new IterationParams(IterationType.MEASUREMENT, 0, TimeValue.NONE, 1),
                Mode.deepValueOf(entry.path("mode").asText()),
                workload,
                TimeUnit.SECONDS,
                1,
                entry.path("jvm").asText(),
                List.of(),
                entry.path("jdkVersion").asText(),
                entry.path("vmName").asText(),
                entry.path("vmVersion").asText(),
                entry.path("jmhVersion").asText(),
                TimeValue.NONE);
    }

    /** The entry that JMH's JSON has for a result. */
    static ObjectNode json(RunResult result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(List.of(result));
        }
        try {
            return (ObjectNode) Json.mapper()
                    .readTree(bytes.toString(StandardCharsets.UTF_8))
                    .get(0);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JMH wrote JSON that cannot be read", e);
        }
    }
}
