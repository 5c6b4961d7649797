package dev.convbench.results.history;

import dev.convbench.results.Configuration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run measured of one benchmark: a line of a history file.
 *
 * @param run what tells runs apart: the moment when it started and its seed
 * @param date when the run started, ISO 8601, UTC
 * @param commit what was measured; null if unknown
 * @param machineClass kind of the machine
 * @param jdk version of the Java of the forks; null if unknown
 * @param vectorBits width of vectors; 0 if unknown
 * @param benchmark qualified class and method
 * @param mode JMH's short label
 * @param params parameters
 * @param rate operations a second: geometric mean of the forks
 * @param low lower end of its 95 % interval; null with one fork
 * @param high upper end; null with one fork
 * @param forks number of forks
 */
public record HistoryPoint(
        String run,
        String date,
        String commit,
        String machineClass,
        String jdk,
        int vectorBits,
        String benchmark,
        String mode,
        Map<String, String> params,
        double rate,
        Double low,
        Double high,
        int forks) {
    /** Keeps the order of the parameters. */
    public HistoryPoint {
        params = params == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }

    /** What one trend is about: the same benchmark and parameters, by the same major version of the JDK and width of vectors. */
    public Series.Key series() {
        Configuration configuration = new Configuration(0, benchmark, mode, params, null);
        return new Series.Key(machineClass, configuration.key(), configuration.shortName(), jdkMajor(), vectorBits);
    }

    private String jdkMajor() {
        return jdk == null ? "" : jdk.replaceFirst("^1\\.", "").replaceFirst("[^0-9].*$", "");
    }

    /** Commit, shortened, or else the day. */
    public String label() {
        return commit == null || commit.isEmpty()
                ? date.substring(0, Math.min(date.length(), 10))
                : commit.substring(0, Math.min(commit.length(), 7));
    }
}
