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
 * Spends a fixed time on configurations, in interleaved rounds: the first measures each once (peak kernels first, copies
 * next), later ones repeat all but the peak kernels, in another order each, as long as a whole round fits. The best peak
 * kernel is measured again in the middle and at the end.
 */
final class BudgetSchedule {
    private static final double MARGIN = 1.05;
    private static final double FIRST_OVERHEAD = 1.2;
    private static final int PEAKS_AGAIN = 2;
    private static final double LEAST_SHRINK = 0.7;

    private final ForkRunner runner;
    private final LongSupplier nanos;
    private final long start;
    private final double budget;
    private final Random random;

    private final Map<Integer, Double> seconds = new HashMap<>();
    private double overhead = FIRST_OVERHEAD;
    private double worstOverhead = FIRST_OVERHEAD;
    private int measured;
    private double iterations;
    private List<Candidate> peaks = List.of();
    private boolean middleDone;

    /**
     * For a run.
     *
     * @param runner runs the forks
     * @param nanos clock
     * @param start when the budget began, on that clock
     * @param budget seconds
     * @param seed of the order
     */
    BudgetSchedule(ForkRunner runner, LongSupplier nanos, long start, double budget, long seed) {
        this.runner = runner;
        this.nanos = nanos;
        this.start = start;
        this.budget = budget;
        this.random = new Random(seed);
    }

    /**
     * Runs.
     *
     * @param candidates measured in the first round
     * @param expectedAdditions about how many {@link ForkRunner#additions} will come
     */
    void run(List<Candidate> candidates, int expectedAdditions) {
        List<Candidate> limits = new ArrayList<>();
        List<Candidate> others = new ArrayList<>();
        for (Family family : List.of(Family.PEAK, Family.COPY)) {
            candidates.stream().filter(one -> family(one) == family).forEach(limits::add);
        }
        candidates.stream().filter(one -> !limits.contains(one)).forEach(others::add);
        boolean hasPeak = limits.stream().anyMatch(one -> family(one) == Family.PEAK);
        int again = hasPeak ? PEAKS_AGAIN : 0;
        iterations = Budget.iterationSeconds(left() / MARGIN, candidates.size() + expectedAdditions + again, overhead);

        int after = others.size() + expectedAdditions;
        firstRound(limits, after + again);
        peaks = runner.bestPeaks();
        if (measured > 0) {
            iterations = Budget.iterationSeconds((left() - reserve()) / MARGIN, after, overhead);
        }
        Collections.shuffle(others, random);
        firstRound(others, expectedAdditions + PEAKS_AGAIN * peaks.size());
        List<Candidate> added = new ArrayList<>(runner.additions());
        Collections.shuffle(added, random);
        firstRound(added, PEAKS_AGAIN * peaks.size());

        List<Candidate> repeated = new ArrayList<>(others);
        limits.stream().filter(one -> family(one) != Family.PEAK).forEach(repeated::add);
        repeated.addAll(added);
        repeated.removeIf(one -> !seconds.containsKey(one.configuration().id()));
        laterRounds(repeated);
        middle();
        checkpoint("last", 0);
    }

    private static Family family(Candidate candidate) {
        return candidate.configuration().work().family();
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
            if (left() < Budget.leastForkSeconds(worstOverhead) * MARGIN + reserve()) {
                runner.drop(candidate, "the time was spent before its turn");
                continue;
            }
            runner.progress(forksLeft, left());
            fork(candidate, 1, null, Budget.adjusted(iterations, left() / MARGIN, forksLeft, overhead));
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
            double whole = fixed + candidates.size() * iterations;
            double rounds = Math.floor(available / whole);
            if (rounds < 1 && available < fixed + candidates.size() * iterations * LEAST_SHRINK) {
                return;
            }
            double share = (available / Math.max(1, rounds) - fixed) / candidates.size();
            double roundSeconds = Math.min(share, iterations / LEAST_SHRINK);
            Collections.shuffle(candidates, random);
            for (int i = 0; i < candidates.size() && !runner.stopped(); i++) {
                runner.progress((int) (candidates.size() * Math.max(1, rounds)) - i, left());
                double now =
                        Budget.adjusted(roundSeconds, left() / MARGIN - reserve(), candidates.size() - i, overhead);
                if (left() < Budget.leastForkSeconds(worstOverhead) * MARGIN + reserve()) {
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
        overhead = (overhead * (measured + 1) + beside) / (measured + 2);
        worstOverhead = measured == 0 ? beside : Math.max(worstOverhead, beside);
        measured++;
        if (ok && checkpoint == null) {
            seconds.put(candidate.configuration().id(), beside + iterations);
        } else if (checkpoint == null) {
            seconds.remove(candidate.configuration().id());
        }
    }
}
