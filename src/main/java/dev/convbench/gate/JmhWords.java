package dev.convbench.gate;

import java.util.ArrayList;
import java.util.List;

/** What JMH's arguments of a whole run mean for one of its forks. */
final class JmhWords {
    private JmhWords() {}

    /** Whether they say how often or how long. */
    static boolean areTimed(List<String> arguments) {
        return arguments.stream().anyMatch(word -> word.matches("-(wi|w|i|r|bm|wbs|bs)(=.*)?"));
    }

    /** Without the names of benchmarks, what is left out, and the parameters, which each fork gets for itself. */
    static List<String> options(List<String> arguments) {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (!word.startsWith("-")) {
                continue;
            }
            boolean joined = word.contains("=");
            boolean dropped = word.matches("-(p|e)(=.*)?");
            if (!dropped) {
                options.add(word);
            }
            if (!joined && i + 1 < arguments.size()) {
                i++;
                if (!dropped) {
                    options.add(arguments.get(i));
                }
            }
        }
        return options;
    }
}
