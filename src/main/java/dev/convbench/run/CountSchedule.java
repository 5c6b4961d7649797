package dev.convbench.run;

import dev.convbench.results.Family;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Runs a given number of forks of each configuration, in interleaved rounds of one fork each, every round in another order,
 * peak kernels and copies first. The best peak kernel is measured again in the middle and at the end. A configuration that
 * failed is not tried again.
 */
final class CountSchedule {
    private final ForkRunner runner;
    private final LongSupplier nanos;
    private final Random random;

    /**
     * For a run.
     *
     * @param runner runs the forks
     * @param nanos clock
     * @param seed of the order
     */
    CountSchedule(ForkRunner runner, LongSupplier nanos, long seed) {
        this.runner = runner;
        this.nanos = nanos;
        this.random = new Random(seed);
    }

    /** How many forks a configuration gets; 0 means one in this JVM. */
    interface Forks {
        /** The number. */
        int of(Candidate candidate);
    }

    /** Runs. */
    void run(List<Candidate> candidates, Forks forks) {
        int rounds = 0;
        int total = 0;
        for (Candidate candidate : candidates) {
            int count = Math.max(1, forks.of(candidate));
            rounds = Math.max(rounds, count);
            total += count;
        }
        Set<Integer> failed = new HashSet<>();
        long peaksLeft = candidates.stream().filter(CountSchedule::isPeak).count();
        List<Candidate> peaks = List.of();
        boolean middleDone = false;
        int done = 0;
        long start = nanos.getAsLong();
        for (int round = 1; round <= rounds && !runner.stopped(); round++) {
            for (Candidate candidate : order(candidates)) {
                int count = Math.max(1, forks.of(candidate));
                if (round > count || failed.contains(candidate.configuration().id()) || runner.stopped()) {
                    continue;
                }
                runner.progress(
                        total - done, done == 0 ? -1 : (nanos.getAsLong() - start) / 1e9 / done * (total - done));
                if (!runner.fork(candidate, round, null, null)) {
                    failed.add(candidate.configuration().id());
                    total -= count - round;
                }
                done++;
                peaksLeft -= isPeak(candidate) ? 1 : 0;
                if (!middleDone && peaksLeft <= 0 && 2 * done >= total) {
                    middleDone = true;
                    peaks = runner.bestPeaks();
                    again(peaks, round, "middle");
                }
            }
        }
        again(peaks, rounds, "last");
    }

    private static boolean isPeak(Candidate candidate) {
        return candidate.configuration().work().family() == Family.PEAK;
    }

    private List<Candidate> order(List<Candidate> candidates) {
        List<Candidate> shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, random);
        List<Candidate> ordered = new ArrayList<>();
        for (Family family : List.of(Family.PEAK, Family.COPY)) {
            shuffled.stream()
                    .filter(one -> one.configuration().work().family() == family)
                    .forEach(ordered::add);
        }
        shuffled.removeAll(ordered);
        ordered.addAll(shuffled);
        return ordered;
    }

    private void again(List<Candidate> peaks, int round, String checkpoint) {
        for (Candidate peak : peaks) {
            if (!runner.stopped()) {
                runner.fork(peak, round, checkpoint, null);
            }
        }
    }
}
