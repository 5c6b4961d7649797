package dev.convbench.run;

import dev.convbench.results.Family;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Spends a fixed time on configurations, in interleaved rounds: the first measures each once (peak kernels first), later ones
 * repeat all but the peak kernels, in another order each, as long as a whole round fits. The best peak kernel is measured
 * again in the middle and at the end.
 */
final class BudgetSchedule {
    private static final double MARGIN = 1.05;
    /** A fork may take this much longer beside its iterations than the last ones did. */
    private static final double CAUTION = 1.4;
    /** Weight of the last fork in the estimate of what a fork takes beside its iterations. */
    private static final double RECENT = 0.25;

    private final double firstOverhead;
    private static final int PEAKS_AGAIN = 2;
    private static final double LEAST_SHRINK = 0.8;

    private final ForkRunner runner;
    private final LongSupplier nanos;
    private final long start;
    private final double budget;
    private final Random random;

    private final Map<Integer, Double> seconds = new HashMap<>();
    private double overhead;
    private int measured;
    private double iterations;
    private double mostIterations;
    private List<Candidate> peaks = List.of();
    private boolean middleDone;

    /**
     * For a run.
     *
     * @param runner runs the forks
     * @param nanos clock
     * @param start when the budget began, on that clock
     * @param budget seconds
     * @param firstOverhead seconds that a fork is expected to take beside its iterations
     * @param seed of the order
     */
    BudgetSchedule(ForkRunner runner, LongSupplier nanos, long start, double budget, double firstOverhead, long seed) {
        this.runner = runner;
        this.nanos = nanos;
        this.start = start;
        this.budget = budget;
        this.firstOverhead = firstOverhead;
        this.overhead = firstOverhead;
        this.random = new Random(seed);
    }

    /**
     * Runs.
     *
     * @param candidates measured in the first round
     * @param expectedAdditions about how many {@link ForkRunner#additions} will come
     */
    void run(List<Candidate> candidates, int expectedAdditions) {
        List<Candidate> kernels = only(candidates, Family.PEAK);
        List<Candidate> copies = only(candidates, Family.COPY);
        List<Candidate> others = new ArrayList<>(candidates);
        others.removeAll(kernels);
        others.removeAll(copies);
        int again = kernels.isEmpty() ? 0 : PEAKS_AGAIN;
        int after = others.size() + copies.size() + expectedAdditions;
        iterations = Budget.iterationSeconds(left() / MARGIN, kernels.size() + after + again, overhead);

        mostIterations = iterations;
        firstRound(kernels, after + again);
        peaks = runner.bestPeaks();
        if (measured > 0) {
            double expected = Math.max(overhead, firstOverhead);
            double available = (left() - reserve()) / MARGIN;
            iterations = Budget.iterationSeconds(available, after, expected);
            mostIterations = Budget.rounds(available, after, expected) > 1 ? iterations : iterations / LEAST_SHRINK;
        }
        Collections.shuffle(others, random);
        firstRound(others, copies.size() + expectedAdditions + PEAKS_AGAIN * peaks.size());
        firstRound(copies, expectedAdditions + PEAKS_AGAIN * peaks.size());
        List<Candidate> added = new ArrayList<>(runner.additions());
        Collections.shuffle(added, random);
        firstRound(added, PEAKS_AGAIN * peaks.size());

        List<Candidate> repeated = new ArrayList<>(others);
        repeated.addAll(copies);
        repeated.addAll(added);
        repeated.removeIf(one -> !seconds.containsKey(one.configuration().id()));
        laterRounds(repeated);
        middle();
        checkpoint("last", 0);
    }

    private static List<Candidate> only(List<Candidate> candidates, Family family) {
        return candidates.stream()
                .filter(one -> one.configuration().work().family() == family)
                .toList();
    }

    private double elapsed() {
        return (nanos.getAsLong() - start) / 1e9;
    }

    private double left() {
        return budget - elapsed();
    }

    private void firstRound(List<Candidate> candidates, int forksAfter) {
        for (int i = 0; i < candidates.size() && !runner.stopped(); i++) {
            Candidate candidate = candidates.get(i);
            int forksLeft = candidates.size() - i + forksAfter;
            if (left() < Budget.leastForkSeconds(overhead) * CAUTION + reserve()) {
                runner.drop(candidate, "the time was spent before its turn");
                continue;
            }
            runner.progress(forksLeft, left());
            fork(candidate, 1, null, Budget.adjusted(mostIterations, left() / MARGIN, forksLeft, overhead));
            middleIfDue();
        }
    }

    /** Rounds as long as a whole one fits; its iterations may be somewhat shorter or longer, so that little is left. */
    private void laterRounds(List<Candidate> candidates) {
        int round = 2;
        while (!candidates.isEmpty() && !runner.stopped()) {
            double fixed = 0;
            for (Candidate candidate : candidates) {
                fixed += seconds.get(candidate.configuration().id()) - iterations;
            }
            double available = left() / MARGIN - reserve();
            double shortest = fixed + candidates.size() * iterations * LEAST_SHRINK;
            double rounds = Math.floor(available / shortest);
            if (rounds < 1) {
                return;
            }
            double share = (available / rounds - fixed) / candidates.size();
            double roundSeconds = Math.min(share, iterations / LEAST_SHRINK);
            Collections.shuffle(candidates, random);
            for (int i = 0; i < candidates.size() && !runner.stopped(); i++) {
                runner.progress((int) (candidates.size() * rounds) - i, left());
                double now =
                        Budget.adjusted(roundSeconds, left() / MARGIN - reserve(), candidates.size() - i, overhead);
                if (left() < Budget.leastForkSeconds(overhead) * CAUTION + reserve()) {
                    return;
                }
                fork(candidates.get(i), round, null, now);
                middleIfDue();
            }
            round++;
        }
    }

    /** Time kept for the peak kernels that are still to be measured again. */
    private double reserve() {
        int forks = peaks.size() * (middleDone ? 1 : PEAKS_AGAIN);
        return forks * Budget.leastForkSeconds(overhead) * MARGIN;
    }

    private void middleIfDue() {
        if (!middleDone && !peaks.isEmpty() && elapsed() >= budget / 2) {
            middle();
        }
    }

    private void middle() {
        if (!middleDone && !peaks.isEmpty()) {
            middleDone = true;
            checkpoint("middle", peaks.size());
        }
    }

    private void checkpoint(String name, int peaksAfter) {
        for (int i = 0; i < peaks.size() && !runner.stopped(); i++) {
            int forksLeft = peaks.size() - i + peaksAfter;
            if (left() < Budget.leastForkSeconds(overhead)) {
                return;
            }
            runner.progress(forksLeft, left());
            fork(peaks.get(i), 1, name, Budget.adjusted(iterations, left() / MARGIN, forksLeft, overhead));
        }
    }

    private void fork(Candidate candidate, int round, String checkpoint, double iterationSeconds) {
        long before = nanos.getAsLong();
        boolean ok = runner.fork(candidate, round, checkpoint, Budget.timing(iterationSeconds));
        double took = (nanos.getAsLong() - before) / 1e9;
        double beside = Math.max(0, took - iterationSeconds);
        overhead += (beside - overhead) * RECENT;
        measured++;
        if (ok && checkpoint == null) {
            seconds.put(candidate.configuration().id(), beside + iterations);
        } else if (checkpoint == null) {
            seconds.remove(candidate.configuration().id());
        }
    }
}
