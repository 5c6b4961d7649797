package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.Work;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.AverageTimeResult;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.IterationResultMetaData;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.SampleTimeResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.SampleBuffer;

/** Joined forks equal what JMH's own classes make of the same iterations. */
class ForkMergerTest {
    private final Random random = new Random(42);

    private static BenchmarkParams params(Mode mode, int iterations) {
        WorkloadParams workload = new WorkloadParams();
        workload.put("strategy", "simd", 0);
        return new BenchmarkParams(
                "some.Benchmark.run",
                "some.generated.Benchmark.run",
                true,
                1,
                new int[] {1},
                List.of(),
                1,
                0,
                new IterationParams(IterationType.WARMUP, 1, TimeValue.seconds(1), 1),
                new IterationParams(IterationType.MEASUREMENT, iterations, TimeValue.seconds(1), 1),
                mode,
                workload,
                TimeUnit.MILLISECONDS,
                1,
                "java",
                List.of("-ea"),
                "17",
                "VM",
                "17",
                "1.37",
                TimeValue.minutes(10));
    }

    private static JsonNode json(BenchmarkParams params, List<BenchmarkResult> forks) throws JsonProcessingException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(List.of(new RunResult(params, forks)));
        }
        return Json.mapper().readTree(bytes.toString(StandardCharsets.UTF_8)).get(0);
    }

    private Result<?> primary(Mode mode) {
        long nanos = 1_000_000L + random.nextInt(1000);
        return mode == Mode.SampleTime
                ? new SampleTimeResult(ResultRole.PRIMARY, "run", samples(), TimeUnit.MILLISECONDS)
                : new AverageTimeResult(ResultRole.PRIMARY, "run", 100, nanos, TimeUnit.MILLISECONDS);
    }

    private SampleBuffer samples() {
        SampleBuffer buffer = new SampleBuffer();
        for (int i = 0; i < 200; i++) {
            buffer.add(1000 + random.nextInt(100));
        }
        return buffer;
    }

    private BenchmarkResult fork(BenchmarkParams params, int iterations, boolean raggedly) {
        List<IterationResult> results = new ArrayList<>();
        for (int i = 0; i < iterations; i++) {
            IterationResult result =
                    new IterationResult(params, params.getMeasurement(), new IterationResultMetaData(1, 1));
            result.addResult(primary(params.getMode()));
            result.addResult(new ScalarResult("maxError", random.nextDouble(), "abs", AggregationPolicy.MAX));
            result.addResult(new ScalarResult("gc.count", random.nextInt(5), "counts", AggregationPolicy.SUM));
            result.addResult(new ScalarResult("flopsPerOp", 1e6, "flop/op", AggregationPolicy.AVG));
            if (!raggedly || i % 2 == 0) {
                result.addResult(new ScalarResult(
                        "gc.alloc.rate.norm", 48 + random.nextDouble(), "B/op", AggregationPolicy.AVG));
            }
            results.add(result);
        }
        BenchmarkResult fork = new BenchmarkResult(params, results);
        fork.addBenchmarkResult(new ScalarResult("perf.ipc", random.nextDouble(), "insns/clk", AggregationPolicy.AVG));
        return fork;
    }

    @ParameterizedTest
    @CsvSource({
        "AverageTime, 5, 5, false",
        "AverageTime, 2, 1, false",
        "AverageTime, 3, 4, true",
        "SampleTime, 3, 2, false",
        "SampleTime, 2, 3, true",
        "SingleShotTime, 4, 1, false"
    })
    void joinedForksEqualJmhs(Mode mode, int forks, int iterations, boolean raggedly) throws JsonProcessingException {
        BenchmarkParams params = params(mode, iterations);
        List<BenchmarkResult> all = new ArrayList<>();
        List<JsonNode> single = new ArrayList<>();
        for (int i = 0; i < forks; i++) {
            BenchmarkResult fork = fork(params, iterations, raggedly);
            all.add(fork);
            single.add(json(params, List.of(fork)));
        }
        ObjectNode expected = (ObjectNode) json(params, all);
        expected.put("forks", forks);
        assertSame("", expected, ForkMerger.mergeEntries(single));
    }

    @Test
    void aSingleForkStaysAsItIs() throws JsonProcessingException {
        BenchmarkParams params = params(Mode.AverageTime, 3);
        JsonNode only = json(params, List.of(fork(params, 3, false)));
        assertEquals(only, ForkMerger.mergeEntries(List.of(only)));
    }

    private static Fork recorded(int number, String message, JsonNode result) {
        String status = message == null ? Fork.OK : Fork.FAILED;
        return new Fork(Fork.TYPE, number, 0, number + 1, null, status, message, "start", "end", 0, result);
    }

    private static ArrayNode merge(List<Fork> forks) {
        Configuration configuration =
                new Configuration(0, "some.Benchmark.run", "avgt", Map.of("strategy", "simd"), Work.other("run"));
        RunDocument document = new RunDocument(
                RunDocument.FORMAT_VERSION,
                RunDocument.FINISHED,
                "start",
                "end",
                List.of(),
                null,
                null,
                1,
                null,
                null,
                null,
                0,
                1,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(configuration),
                List.of());
        return ForkMerger.merge(new Run(document, forks));
    }

    @Test
    void aFailedBenchmarkIsAnEntryThatSaysSo() {
        BenchmarkParams params = params(Mode.AverageTime, 3);
        for (JsonNode known : new JsonNode[] {null, RecordedRun.json(RecordedRun.failed(params))}) {
            ArrayNode merged = merge(List.of(recorded(0, "it broke", known)));
            assertEquals(1, merged.size());
            JsonNode entry = merged.get(0);
            assertEquals("it broke", entry.path("failure").asText());
            assertEquals("some.Benchmark.run", entry.path("benchmark").asText());
            assertEquals("avgt", entry.path("mode").asText());
            assertEquals("{\"strategy\":\"simd\"}", entry.path("params").toString());
            assertEquals(0, entry.path("forks").asInt(-1));
            assertEquals("NaN", entry.path("primaryMetric").path("score").asText());
            assertEquals("[]", entry.path("primaryMetric").path("rawData").toString());
            assertEquals(
                    known == null ? "" : "ms/op",
                    entry.path("primaryMetric").path("scoreUnit").asText());
        }
    }

    @Test
    void aForkThatFailedLaterSpoilsNothingAndIsSaid() throws JsonProcessingException {
        BenchmarkParams params = params(Mode.AverageTime, 3);
        JsonNode good = json(params, List.of(fork(params, 3, false)));
        ArrayNode merged = merge(List.of(recorded(0, null, good), recorded(1, "it broke", null)));
        assertEquals(1, merged.size());
        ObjectNode entry = (ObjectNode) merged.get(0);
        assertEquals("it broke", entry.remove("failure").asText());
        assertEquals(good, entry);
    }

    @Test
    void whatWasNeverTriedHasNoEntry() {
        assertEquals(0, merge(List.of()).size());
    }

    @ParameterizedTest
    @CsvSource({"AverageTime, 3, 4", "AverageTime, 1, 1", "SampleTime, 2, 2", "SingleShotTime, 4, 1"})
    void otherFormatsAreWhatJmhWouldWrite(Mode mode, int forks, int iterations) throws JsonProcessingException {
        BenchmarkParams params = params(mode, iterations);
        List<BenchmarkResult> all = new ArrayList<>();
        List<JsonNode> single = new ArrayList<>();
        for (int i = 0; i < forks; i++) {
            BenchmarkResult fork = fork(params, iterations, true);
            all.add(fork);
            single.add(json(params, List.of(fork)));
        }
        RunResult expected = new RunResult(params, all);
        RunResult recorded = RecordedRun.of(ForkMerger.mergeEntries(single));
        for (ResultFormatType type : List.of(ResultFormatType.CSV, ResultFormatType.TEXT, ResultFormatType.LATEX)) {
            assertEquals(text(type, expected), text(type, recorded), type.toString());
        }
    }

    private static String text(ResultFormatType type, RunResult result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(type, out).writeOut(List.of(result));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Equal, numbers up to the rounding of a sum taken in another order. */
    private static void assertSame(String path, JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            double size = Math.max(1e-300, Math.abs(expected.doubleValue()));
            assertTrue(
                    Math.abs(expected.doubleValue() - actual.doubleValue()) <= 1e-9 * size,
                    () -> path + ": " + expected + " but " + actual);
        } else if (expected.isContainerNode()) {
            assertEquals(expected.getNodeType(), actual.getNodeType(), path);
            assertEquals(expected.size(), actual.size(), () -> path + ": " + expected + " but " + actual);
            if (expected.isArray()) {
                for (int i = 0; i < expected.size(); i++) {
                    assertSame(path + "/" + i, expected.get(i), actual.get(i));
                }
            } else {
                for (Map.Entry<String, JsonNode> field : expected.properties()) {
                    assertTrue(actual.has(field.getKey()), () -> path + "/" + field.getKey() + " is missing");
                    assertSame(path + "/" + field.getKey(), field.getValue(), actual.get(field.getKey()));
                }
            }
        } else {
            assertEquals(expected, actual, path);
        }
    }
}
