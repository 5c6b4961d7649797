package dev.convbench.results.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Estimate;
import dev.convbench.results.Json;
import dev.convbench.results.Run;

/**
 * Bencher Metric Format, for {@code bencher run --adapter json}: the built-in measure latency, in nanoseconds. Bencher's own reader of
 * JMH keeps one of the results that differ in parameters only.
 */
public final class BencherMetrics {
    private BencherMetrics() {}

    /** A JSON object, a member a benchmark. */
    public static String of(Run run) {
        ObjectNode root = Json.mapper().createObjectNode();
        for (Exported one : Exported.of(run)) {
            Estimate nanos = one.nanos();
            ObjectNode latency = root.putObject(one.name()).putObject("latency");
            latency.put("value", nanos.value());
            if (nanos.hasInterval()) {
                latency.put("lower_value", nanos.low());
                latency.put("upper_value", nanos.high());
            }
        }
        return Json.pretty(root);
    }
}
