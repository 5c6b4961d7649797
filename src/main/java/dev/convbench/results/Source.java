package dev.convbench.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One of the runs that a merged run was made of: what its own {@code run.json} said, without its plan.
 *
 * @param folder name of its folder
 * @param state how it ended
 * @param started ISO 8601, UTC
 * @param ended ISO 8601, UTC; null if it did not end
 * @param command the arguments of {@code run}
 * @param seed seed of the order of the forks
 * @param jarSha256 hash of the jar; null if unknown
 * @param commit commit of the checkout; null if unknown
 * @param dirty whether the checkout had changes; null if unknown
 * @param vectorBits width of the preferred vector species in the forks
 * @param processors processors that the forks saw
 * @param jvm the Java of the forks
 * @param machine the fingerprint of the machine
 * @param machineSummary the same in one line
 * @param firstFork the number in the merged run of its first fork
 * @param forks how many finished forks it has
 */
public record Source(
        String folder,
        String state,
        String started,
        String ended,
        List<String> command,
        long seed,
        String jarSha256,
        String commit,
        Boolean dirty,
        int vectorBits,
        int processors,
        RunDocument.Jvm jvm,
        JsonNode machine,
        String machineSummary,
        int firstFork,
        int forks) {
    /** Copies the list. */
    public Source {
        command = command == null ? List.of() : List.copyOf(command);
    }
}
