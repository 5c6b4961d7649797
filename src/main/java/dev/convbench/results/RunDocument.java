package dev.convbench.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
 * @param failed configurations of which a fork failed
 * @param resumed each time that the run went on after it had been stopped
 * @param sources the runs that a merged one was made of; empty for a run as measured
 * @param libraries strategies that hand the work to a library from outside, and which it is, with its version
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
        List<Skipped> skipped,
        List<Failed> failed,
        List<Resumed> resumed,
        List<Source> sources,
        Map<String, String> libraries) {
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
        failed = failed == null ? List.of() : List.copyOf(failed);
        resumed = resumed == null ? List.of() : List.copyOf(resumed);
        sources = sources == null ? List.of() : List.copyOf(sources);
        libraries = libraries == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(libraries));
    }

    /** A run of which nothing has failed yet, which was never stopped and not merged. */
    public RunDocument(
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
        this(
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
                configurations,
                skipped,
                List.of(),
                List.of(),
                List.of(),
                Map.of());
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

    /**
     * A time at which the run went on.
     *
     * @param time ISO 8601, UTC
     * @param forks finished forks that it found
     * @param warnings what may have disturbed the measurement from then on, one sentence each
     */
    public record Resumed(String time, int forks, List<String> warnings) {
        /** Never a null list. */
        public Resumed {
            warnings = warnings == null ? List.of() : List.copyOf(warnings);
        }
    }

    /** The same with another plan. */
    public RunDocument withPlan(List<Configuration> plan, List<Skipped> left) {
        return with(state, ended, plan, left, failed, resumed);
    }

    /** The same with other failures. */
    public RunDocument withFailed(List<Failed> failures) {
        return with(state, ended, configurations, skipped, failures, resumed);
    }

    /** The same, ended. */
    public RunDocument ended(String newState, String time) {
        return with(newState, time, configurations, skipped, failed, resumed);
    }

    /** The same, running again. */
    public RunDocument resumed(Resumed now) {
        List<Resumed> times = new ArrayList<>(resumed);
        times.add(now);
        return with(RUNNING, null, configurations, skipped, failed, times);
    }

    private RunDocument with(
            String newState,
            String newEnded,
            List<Configuration> plan,
            List<Skipped> left,
            List<Failed> failures,
            List<Resumed> times) {
        return new RunDocument(
                formatVersion,
                newState,
                started,
                newEnded,
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
                left,
                failures,
                times,
                sources,
                libraries);
    }
}
