package dev.convbench.run;

import dev.convbench.results.Fork;
import dev.convbench.run.ForkOptions.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Takes forks that a run has finished already from its record and hands the others on. A schedule that is run through it from
 * its start, with the same seed, so goes on where it stopped: the recorded forks take no time, but its clock goes on by the
 * time that they took.
 */
final class Replay implements ForkRunner {
    private final ForkRunner runner;
    private final LongSupplier clock;
    private final Map<Key, Fork> recorded = new HashMap<>();
    private final Map<Integer, Candidate> peaks = new LinkedHashMap<>();
    private long skippedNanos;

    /** What tells one fork of a schedule from another. */
    private record Key(int config, int round, String checkpoint) {}

    /**
     * For a run.
     *
     * @param runner runs what is not recorded
     * @param clock as {@link System#nanoTime}
     * @param forks those that are recorded
     * @param candidates what they measured
     */
    Replay(ForkRunner runner, LongSupplier clock, List<Fork> forks, List<Candidate> candidates) {
        this.runner = runner;
        this.clock = clock;
        for (Fork fork : forks) {
            recorded.putIfAbsent(new Key(fork.config(), fork.round(), fork.checkpoint()), fork);
            if (fork.isCheckpoint()) {
                peaks.put(fork.config(), candidates.get(fork.config()));
            }
        }
    }

    /** The clock of the schedule. */
    long nanos() {
        return clock.getAsLong() + skippedNanos;
    }

    @Override
    public boolean fork(Candidate candidate, int round, String checkpoint, Timing timing) {
        Fork done = recorded.remove(new Key(candidate.configuration().id(), round, checkpoint));
        if (done == null) {
            return runner.fork(candidate, round, checkpoint, timing);
        }
        skippedNanos += Math.max(
                0,
                Duration.between(Instant.parse(done.started()), Instant.parse(done.ended()))
                        .toNanos());
        return done.ok();
    }

    @Override
    public void drop(Candidate candidate, String reason) {
        runner.drop(candidate, reason);
    }

    /** The kernel that was measured again stays the same, even if another one is in front by now. */
    @Override
    public List<Candidate> bestPeaks() {
        Map<String, Candidate> best = new LinkedHashMap<>();
        runner.bestPeaks().forEach(peak -> best.put(precision(peak), peak));
        peaks.values().forEach(peak -> best.put(precision(peak), peak));
        return new ArrayList<>(best.values());
    }

    private static String precision(Candidate peak) {
        return peak.configuration().work().precision();
    }

    @Override
    public List<Candidate> additions() {
        return runner.additions();
    }

    @Override
    public boolean stopped() {
        return runner.stopped();
    }

    @Override
    public void progress(int left, double secondsLeft) {
        runner.progress(left, secondsLeft);
    }
}
