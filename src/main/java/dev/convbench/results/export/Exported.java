package dev.convbench.results.export;

import dev.convbench.results.Configuration;
import dev.convbench.results.Estimate;
import dev.convbench.results.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is exported of a benchmark: always the time of an operation, whatever JMH's mode was, so that smaller is better everywhere.
 *
 * @param name unique in the run: class, method and all parameters; with package and mode where that is not enough
 * @param nanos nanoseconds an operation with its 95 % interval
 */
record Exported(String name, Estimate nanos) {
    private static final double NANOS = 1e9;
    private static final int LONGEST_NAME = 1000;

    /** Everything in a run that gave a result. */
    static List<Exported> of(Run run) {
        Map<String, Integer> uses = new HashMap<>();
        List<Configuration> measured = run.document().configurations().stream()
                .filter(configuration -> run.rate(configuration).exists())
                .toList();
        measured.forEach(configuration -> uses.merge(shortName(configuration), 1, Integer::sum));
        List<Exported> all = new ArrayList<>();
        for (Configuration configuration : measured) {
            String name = uses.get(shortName(configuration)) == 1 ? shortName(configuration) : configuration.key();
            String cut = name.length() <= LONGEST_NAME
                    ? name
                    : name.substring(0, LONGEST_NAME - 9) + "-" + Integer.toHexString(name.hashCode());
            all.add(new Exported(cut, run.rate(configuration).reciprocal(NANOS)));
        }
        return all;
    }

    private static String shortName(Configuration configuration) {
        return (configuration.shortName() + " " + configuration.paramsText()).strip();
    }
}
