package dev.convbench.results.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ways in which measurements differ, by name: {@code benchmark}, {@code mode}, {@code threads}, each parameter, and
 * what holds for the forks as a whole: {@code run}, {@code jdk}, {@code cpu}, {@code flags}. A parameter {@code jdk},
 * {@code cpu} or {@code flags} takes the place of what the forks say, as merged runs have it; one of another of these
 * names is called {@code param:NAME}.
 */
final class Dimension {
    static final String BENCHMARK = "benchmark";
    static final String MODE = "mode";
    static final String THREADS = "threads";
    static final String RUN = "run";
    static final String JDK = "jdk";
    static final String CPU = "cpu";
    static final String FLAGS = "flags";

    /** What a benchmark is asked to do, apart from its parameters. */
    private static final List<String> KEY = List.of(BENCHMARK, MODE, THREADS);

    /** What holds for forks as a whole. */
    static final List<String> SURROUNDINGS = List.of(RUN, JDK, CPU, FLAGS);

    private static final String PARAM = "param:";

    private Dimension() {}

    private static String ofParameter(String parameter) {
        return KEY.contains(parameter) || parameter.equals(RUN) ? PARAM + parameter : parameter;
    }

    /** The value of a measurement; null if it has none. */
    static String value(Measurement measurement, String dimension) {
        return switch (dimension) {
            case BENCHMARK -> measurement.benchmark();
            case MODE -> measurement.mode();
            case THREADS -> Integer.toString(measurement.threads());
            case RUN -> measurement.origin().label();
            case JDK -> measurement.params().getOrDefault(JDK, measurement.jdk());
            case CPU ->
                measurement.params().getOrDefault(CPU, measurement.origin().cpu());
            case FLAGS -> measurement.params().getOrDefault(FLAGS, measurement.flags());
            default ->
                measurement.params().get(dimension.startsWith(PARAM) ? dimension.substring(PARAM.length()) : dimension);
        };
    }

    /** Benchmark, mode, threads and all parameters, in the order in which they first appear. */
    static List<String> keys(List<Measurement> measurements) {
        Set<String> keys = new LinkedHashSet<>(KEY);
        measurements.forEach(
                measurement -> measurement.params().keySet().forEach(parameter -> keys.add(ofParameter(parameter))));
        return new ArrayList<>(keys);
    }

    /** All that there are. */
    static List<String> all(List<Measurement> measurements) {
        Set<String> all = new LinkedHashSet<>(keys(measurements));
        all.addAll(SURROUNDINGS);
        return new ArrayList<>(all);
    }
}
