package dev.convbench.run;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the user asked {@code run} for.
 *
 * @param command the arguments as given, for the record
 * @param jmhArguments those that are JMH's
 * @param budgetSeconds seconds to spend; null to let the preset or JMH's counts decide
 * @param startFast whether forks shall start as fast as they can
 * @param out the run folder; null for a new one in the usual place
 * @param seed of the order of the forks
 * @param verbose whether to show JMH's log
 * @param resume the folder of a run that shall go on; null for a new run
 * @param shard the part to measure; null for all
 * @param durations the folder of a run by whose times the parts are balanced; null to take all times for equal
 * @param without regular expressions: a configuration in whose text one is found is left out
 */
public record RunRequest(
        List<String> command,
        List<String> jmhArguments,
        Double budgetSeconds,
        boolean startFast,
        Path out,
        long seed,
        boolean verbose,
        Path resume,
        ShardChoice shard,
        Path durations,
        List<Pattern> without) {
    /** Copies the lists. */
    public RunRequest {
        command = List.copyOf(command);
        jmhArguments = List.copyOf(jmhArguments);
        without = List.copyOf(without);
    }
}
