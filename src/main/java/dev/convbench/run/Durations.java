package dev.convbench.run;

import dev.convbench.results.Configuration;
import dev.convbench.results.Estimate;
import dev.convbench.results.Fork;
import dev.convbench.results.Run;
import dev.convbench.results.RunReader;
import dev.convbench.results.UnreadableRunException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long a fork of each configuration took in an earlier run; what it does not know takes as long as its middle one. */
final class Durations {
    private final Map<String, Double> seconds;
    private final double middle;

    private Durations(Map<String, Double> seconds) {
        this.seconds = seconds;
        double median = Estimate.median(
                seconds.values().stream().mapToDouble(Double::doubleValue).toArray());
        middle = median > 0 ? median : 1;
    }

    /** Nothing is known: all take the same time. */
    static Durations unknown() {
        return new Durations(Map.of());
    }

    /**
     * Of a run folder.
     *
     * @throws UnreadableRunException if it is none or damaged
     */
    static Durations of(Path folder) throws UnreadableRunException {
        Run run = RunReader.read(folder);
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (Configuration configuration : run.document().configurations()) {
            double median = Estimate.median(run.forksOf(configuration).stream()
                    .mapToDouble(Durations::seconds)
                    .filter(value -> value > 0)
                    .toArray());
            if (median > 0) {
                seconds.put(configuration.key(), median);
            }
        }
        return new Durations(seconds);
    }

    private static double seconds(Fork fork) {
        try {
            return Duration.between(Instant.parse(fork.started()), Instant.parse(fork.ended()))
                            .toMillis()
                    / 1e3;
        } catch (DateTimeParseException e) {
            throw new UsageException("the run of --durations has a time that is none: " + e.getParsedString(), e);
        }
    }

    /** Seconds of a fork. */
    double of(Configuration configuration) {
        return seconds.getOrDefault(configuration.key(), middle);
    }
}
