package dev.convbench.results.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Estimate;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import java.util.Locale;

/**
 * The input of github-action-benchmark with {@code tool: customSmallerIsBetter}. Its own reader of JMH takes throughput for a time,
 * so that speed-ups alarm.
 */
public final class GithubActionBenchmark {
    private GithubActionBenchmark() {}

    /** A JSON array, an entry a benchmark. */
    public static String of(Run run) {
        ArrayNode entries = Json.mapper().createArrayNode();
        for (Exported one : Exported.of(run)) {
            Estimate nanos = one.nanos();
            ObjectNode entry = entries.addObject();
            entry.put("name", one.name());
            entry.put("unit", "ns/op");
            entry.put("value", nanos.value());
            if (nanos.hasInterval()) {
                entry.put("range", String.format(Locale.ROOT, "%.6g to %.6g", nanos.low(), nanos.high()));
            }
            entry.put("extra", nanos.forks() + (nanos.forks() == 1 ? " fork" : " forks"));
        }
        return Json.pretty(entries);
    }
}
