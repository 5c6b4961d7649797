package dev.convbench.results;

import java.util.Map;

/**
 * A score unit of JMH, {@code ops/<time>} or {@code <time>/op}.
 *
 * @param secondsPerUnit length of the time unit
 * @param throughput whether more is faster
 */
public record Units(double secondsPerUnit, boolean throughput) {
    private static final Map<String, Double> SECONDS =
            Map.of("ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1.0, "min", 60.0, "hr", 3600.0, "day", 86400.0);

    /**
     * Reads a unit.
     *
     * @throws IllegalArgumentException if it is no unit of JMH
     */
    public static Units parse(String text) {
        boolean throughput = text.startsWith("ops/");
        String time = throughput ? text.substring(4) : text.endsWith("/op") ? text.substring(0, text.length() - 3) : "";
        Double seconds = SECONDS.get(time);
        if (seconds == null) {
            throw new IllegalArgumentException("'" + text + "' is not a score unit of JMH");
        }
        return new Units(seconds, throughput);
    }

    /** Converts a score of this unit. */
    public double operationsPerSecond(double score) {
        return throughput ? score / secondsPerUnit : 1 / (score * secondsPerUnit);
    }
}
