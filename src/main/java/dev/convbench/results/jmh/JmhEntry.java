package dev.convbench.results.jmh;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of a JMH file: a benchmark in a mode with exact parameters.
 *
 * @param jmhVersion empty before JMH wrote it
 * @param benchmark qualified class and method
 * @param mode thrpt, avgt, sample or ss
 * @param threads threads of JMH
 * @param params parameters in the order of the file
 * @param jvm the Java that ran it
 * @param settings how long it ran
 * @param primary the score
 * @param secondary other metrics by their label
 */
public record JmhEntry(
        String jmhVersion,
        String benchmark,
        String mode,
        int threads,
        Map<String, String> params,
        Jvm jvm,
        Settings settings,
        JmhMetric primary,
        Map<String, JmhMetric> secondary) {
    /** Keeps the order of the maps. */
    public JmhEntry {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        secondary = Collections.unmodifiableMap(new LinkedHashMap<>(secondary));
    }

    /**
     * The Java of the forks; texts are empty and the arguments null where an old file does not say.
     *
     * @param version {@code java.version}
     * @param vmName {@code java.vm.name}
     * @param vmVersion {@code java.vm.version}
     * @param args arguments of the JVM
     */
    public record Jvm(String version, String vmName, String vmVersion, List<String> args) {
        /** Copies the list. */
        public Jvm {
            args = args == null ? null : List.copyOf(args);
        }
    }

    /**
     * How long it ran; zero and empty where the file does not say.
     *
     * @param warmupIterations iterations before the measured ones
     * @param warmupTime time of one, such as {@code 1 s}, or {@code single-shot}
     * @param warmupBatchSize calls in one operation
     * @param iterations measured iterations
     * @param time time of one
     * @param batchSize calls in one operation
     */
    public record Settings(
            int warmupIterations, String warmupTime, int warmupBatchSize, int iterations, String time, int batchSize) {}
}
