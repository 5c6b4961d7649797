package dev.convbench.results;

import java.util.ArrayList;
import java.util.List;

/**
 * A configuration of which a fork failed, as {@code run.json} names it.
 *
 * @param config its id
 * @param what the benchmark and its parameters
 * @param reason why the first fork failed
 * @param forks how many of its forks failed
 */
public record Failed(int config, String what, String reason, int forks) {
    /** Those of a run, in the order of its configurations. */
    public static List<Failed> of(Run run) {
        List<Failed> all = new ArrayList<>();
        for (RunReport.Failure failure : RunReport.failures(run)) {
            Configuration configuration = failure.configuration();
            String what = (configuration.shortName() + " " + configuration.paramsText()).strip();
            all.add(new Failed(configuration.id(), what, failure.message(), failure.count()));
        }
        return all;
    }
}
