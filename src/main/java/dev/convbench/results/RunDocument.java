package dev.convbench.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The content of {@code run.json}: what was to be measured, where and how.
 *
 * @param formatVersion {@link #FORMAT_VERSION} of the writer
 * @param state {@code running}, {@code finished}, {@code interrupted} or {@code aborted}
 * @param started ISO 8601, UTC
 * @param ended ISO 8601, UTC; null while running
 * @param command the arguments of {@code run}
 * @param preset {@code notebook} or null
 * @param budgetSeconds seconds to spend; null if counts were given
 * @param seed seed of the order of the forks
 * @param jarSha256 hash of the jar; null if it did not run from one jar
 * @param commit commit of the checkout; null outside of one
 * @param dirty whether the checkout had changes; null outside of one
 * @param vectorBits width of the preferred vector species in the forks; 0 without the Vector API
 * @param processors processors that the forks see
 * @param jvm the Java of the forks
 * @param machine the fingerprint of the machine, taken in a JVM like those of the forks
 * @param machineSummary the same in one line for people
 * @param noise how quiet the machine was before the run
 * @param warnings what of that may disturb the measurement, one sentence each
 * @param configurations what is measured; the position is the id
 * @param skipped what is not, and why
 */
public record RunDocument(
        int formatVersion,
        String state,
        String started,
        String ended,
        List<String> command,
        String preset,
        Double budgetSeconds,
        long seed,
        String jarSha256,
        String commit,
        Boolean dirty,
        int vectorBits,
        int processors,
        Jvm jvm,
        JsonNode machine,
        String machineSummary,
        JsonNode noise,
        List<String> warnings,
        List<Configuration> configurations,
        List<Skipped> skipped) {
    /** Version of the layout of run folders written by this code. */
    public static final int FORMAT_VERSION = 1;

    /** Unfinished. */
    public static final String RUNNING = "running";
    /** Everything planned was measured or has failed. */
    public static final String FINISHED = "finished";
    /** Stopped by a signal. */
    public static final String INTERRUPTED = "interrupted";
    /** Stopped by an error, or by the first failure when that was asked for. */
    public static final String ABORTED = "aborted";

    /** Never null lists. */
    public RunDocument {
        command = command == null ? List.of() : List.copyOf(command);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
        configurations = configurations == null ? List.of() : List.copyOf(configurations);
        skipped = skipped == null ? List.of() : List.copyOf(skipped);
    }

    /**
     * The Java that ran the forks.
     *
     * @param path its executable
     * @param version {@code java.version}
     * @param vmName {@code java.vm.name}
     * @param vmVersion {@code java.vm.version}
     * @param args arguments that every fork got beside those of its benchmark
     */
    public record Jvm(String path, String version, String vmName, String vmVersion, List<String> args) {}

    /** The same with another plan. */
    public RunDocument withPlan(List<Configuration> plan, List<Skipped> left) {
        return new RunDocument(
                formatVersion,
                state,
                started,
                ended,
                command,
                preset,
                budgetSeconds,
                seed,
                jarSha256,
                commit,
                dirty,
                vectorBits,
                processors,
                jvm,
                machine,
                machineSummary,
                noise,
                warnings,
                plan,
                left);
    }

    /** The same, ended. */
    public RunDocument ended(String newState, String time) {
        return new RunDocument(
                formatVersion,
                newState,
                started,
                time,
                command,
                preset,
                budgetSeconds,
                seed,
                jarSha256,
                commit,
                dirty,
                vectorBits,
                processors,
                jvm,
                machine,
                machineSummary,
                noise,
                warnings,
                configurations,
                skipped);
    }
}
