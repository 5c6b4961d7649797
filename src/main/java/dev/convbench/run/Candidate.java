package dev.convbench.run;

import dev.convbench.results.Configuration;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkListEntry;

/**
 * A configuration together with what is needed to run it.
 *
 * @param configuration what is measured
 * @param entry JMH's description of the benchmark
 * @param mode JMH's mode
 * @param question whether it can run; null if it always can
 */
record Candidate(Configuration configuration, BenchmarkListEntry entry, Mode mode, Question question) {
    Candidate withId(int id) {
        return new Candidate(configuration.withId(id), entry, mode, question);
    }

    /** How it is called in lists of what was not measured. */
    String describe() {
        return configuration.shortName() + " " + configuration.paramsText();
    }
}
