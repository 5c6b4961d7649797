package dev.convbench.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One thing that a run measures: a benchmark in a mode with exact parameters.
 *
 * @param id number within the run, from 0
 * @param benchmark qualified class and method
 * @param mode JMH's short label: thrpt, avgt, sample or ss
 * @param params parameters in the order of their declaration
 * @param work what one operation is
 */
public record Configuration(int id, String benchmark, String mode, Map<String, String> params, Work work) {
    /** Keeps the order of the parameters. */
    public Configuration {
        params = params == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }

    /** The same with another number. */
    public Configuration withId(int newId) {
        return new Configuration(newId, benchmark, mode, params, work);
    }

    /** What makes two configurations the same thing, also across runs. */
    public String key() {
        return benchmark + " " + mode + " " + paramsText();
    }

    /** The parameters as {@code name=value}, separated by blanks. */
    public String paramsText() {
        return params.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    /** Class and method without the package. */
    public String shortName() {
        int method = benchmark.lastIndexOf('.');
        int type = benchmark.lastIndexOf('.', method - 1);
        return benchmark.substring(type + 1);
    }
}
