package dev.convbench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunReport;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.TreeSet;

/** What is shown of a single benchmark when a reader asks: as data for the script of the page. */
final class Details {
    private static final MathContext DIGITS = new MathContext(5);

    private final ObjectNode all = Json.mapper().createObjectNode();

    /** Adds a configuration of a run under the id of its row. */
    void add(String id, Run run, Configuration configuration) {
        ObjectNode node = all.putObject(id);
        node.put("benchmark", configuration.benchmark());
        node.put("mode", configuration.mode());
        ObjectNode params = node.putObject("params");
        configuration.params().forEach(params::put);
        List<Fork> forks = run.forksOf(configuration);
        ArrayNode rates = node.putArray("forks");
        TreeSet<String> flags = new TreeSet<>();
        TreeSet<String> failures = new TreeSet<>();
        for (Fork fork : forks) {
            if (!fork.ok()) {
                failures.add(String.valueOf(fork.message()));
                continue;
            }
            ArrayNode row = rates.addArray();
            for (double rate : fork.operationsPerSecond()) {
                row.add(shortened(rate));
            }
            fork.result().path("jvmArgs").forEach(flag -> flags.add(flag.asText()));
            node.put("jdk", fork.result().path("jdkVersion").asText(""));
        }
        flags.forEach(node.withArray("flags")::add);
        failures.forEach(node.withArray("failures")::add);
        ObjectNode metrics = node.putObject("metrics");
        TreeSet<String> labels = new TreeSet<>();
        forks.stream()
                .filter(Fork::ok)
                .forEach(fork ->
                        fork.result().path("secondaryMetrics").fieldNames().forEachRemaining(labels::add));
        for (String label : labels) {
            double worst = run.worst(configuration, label);
            if (Double.isFinite(worst)) {
                metrics.put(label.equals(RunReport.MAX_ERROR) ? "largest error" : label, shortened(worst));
            }
        }
    }

    private static BigDecimal shortened(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    }

    /**
     * The data as JSON that holds no {@code <}, so that nothing in it can end the element that it stands in, and no marks that turn
     * text around.
     */
    String json() {
        return Json.line(all).replace("<", "\\u003c").replaceAll("[\\u202a-\\u202e\\u2066-\\u2069]", "\ufffd");
    }
}
