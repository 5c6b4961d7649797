package dev.convbench.results.peers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Family;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Run;
import dev.convbench.results.RunDocument;
import dev.convbench.results.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes runs of ours and of peers in memory. */
final class PeerRuns {
    private final List<Configuration> configurations = new ArrayList<>();
    private final List<Fork> forks = new ArrayList<>();
    private final Map<String, String> libraries = new TreeMap<>();

    /** A library and the strategy that stands for it. */
    PeerRuns peer(String strategy, String library) {
        libraries.put(strategy, library);
        return this;
    }

    /** A convolution that takes these milliseconds, one a fork. */
    PeerRuns forward(String shape, String strategy, double... milliseconds) {
        return add("ConvForward", "conv forward", shape, strategy, milliseconds);
    }

    /** The same with prepared weights. */
    PeerRuns prepared(String shape, String strategy, double... milliseconds) {
        return add("ConvInference", "conv forward, prepared weights", shape, strategy, milliseconds);
    }

    private PeerRuns add(String benchmark, String title, String shape, String strategy, double... milliseconds) {
        Work work = new Work(Family.CONV, title, shape, shape, strategy, "f64", 1, 1e6, 1e6, 1e5, true);
        int id = configurations.size();
        configurations.add(new Configuration(
                id, "dev.convbench.bench." + benchmark + ".forward", "thrpt", Map.of("strategy", strategy), work));
        for (double time : milliseconds) {
            ObjectNode result = Json.mapper().createObjectNode();
            ObjectNode primary = result.putObject("primaryMetric");
            primary.put("scoreUnit", "ops/s");
            ArrayNode row = primary.putArray("rawData").addArray();
            row.add(1e3 / time);
            forks.add(new Fork(Fork.TYPE, forks.size(), id, 1, null, Fork.OK, null, "start", "end", 0.5, result));
        }
        return this;
    }

    Run run() {
        RunDocument document = new RunDocument(
                RunDocument.FORMAT_VERSION,
                RunDocument.FINISHED,
                "2030-01-01T00:00:00Z",
                "2030-01-01T00:10:00Z",
                List.of(),
                null,
                null,
                7,
                null,
                null,
                null,
                512,
                2,
                null,
                null,
                "a machine",
                null,
                List.of(),
                configurations,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                libraries);
        return new Run(document, forks);
    }
}
