package dev.convbench.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Objects;

/**
 * One finished fork: a line of {@code forks.jsonl} whose type is {@code fork}.
 *
 * @param type always {@link #TYPE}
 * @param fork number within the run, from 0, in the order of time
 * @param config id of the configuration
 * @param round round of the run, from 1
 * @param checkpoint {@code first}, {@code middle} or {@code last} for a fork that only watches the machine; else null
 * @param status {@link #OK} or {@link #FAILED}
 * @param message why it failed; null otherwise
 * @param started ISO 8601, UTC
 * @param ended ISO 8601, UTC
 * @param load one-minute load average before it; negative if unknown
 * @param result the entry of JMH's JSON for this fork alone; null if it failed
 */
public record Fork(
        String type,
        int fork,
        int config,
        int round,
        String checkpoint,
        String status,
        String message,
        String started,
        String ended,
        double load,
        JsonNode result) {
    /** Value of {@link #type}. */
    public static final String TYPE = "fork";
    /** Status of a fork that gave a result. */
    public static final String OK = "ok";
    /** Status of a fork that did not. */
    public static final String FAILED = "failed";

    /** Whether it gave a result. */
    public boolean ok() {
        return OK.equals(status) && result != null;
    }

    /** Whether it only watches the machine, so that it belongs to no table and not into the merged JSON. */
    public boolean isCheckpoint() {
        return checkpoint != null;
    }

    /** Score unit of JMH. */
    public String unit() {
        return result.path("primaryMetric").path("scoreUnit").asText("");
    }

    /**
     * Refuses a result whose scores have no unit of JMH.
     *
     * @throws IllegalArgumentException with the unit
     */
    void requireUnit() {
        Objects.requireNonNull(Units.parse(unit()));
    }

    /** Threads of JMH. */
    public int threads() {
        return result.path("threads").asInt(1);
    }

    /** Operations a second of each measured iteration; not finite values are left out. */
    public double[] operationsPerSecond() {
        JsonNode metric = result.path("primaryMetric");
        double[] scores = metric.has("rawDataHistogram")
                ? histogramMeans(metric.path("rawDataHistogram").path(0))
                : row(metric.path("rawData").path(0));
        Units units = Units.parse(unit());
        return Arrays.stream(scores)
                .map(units::operationsPerSecond)
                .filter(Double::isFinite)
                .toArray();
    }

    /** A secondary metric's score, or NaN without it. */
    public double secondary(String label) {
        return Json.number(result.path("secondaryMetrics").path(label).path("score"));
    }

    private static double[] row(JsonNode row) {
        double[] values = new double[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Json.number(row.get(i));
        }
        return values;
    }

    private static double[] histogramMeans(JsonNode iterations) {
        double[] means = new double[iterations.size()];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            double count = 0;
            for (JsonNode bucket : iterations.get(i)) {
                sum += Json.number(bucket.path(0)) * bucket.path(1).asDouble();
                count += bucket.path(1).asDouble();
            }
            means[i] = sum / count;
        }
        return means;
    }
}
