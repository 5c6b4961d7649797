package dev.convbench.cli;

import dev.convbench.check.ConvArrays;
import dev.convbench.check.ConvInputs;
import dev.convbench.check.Data;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times strategies against each other on one shape: all are warmed up, then they take turns, so that a disturbance hits all
 * alike, and the median counts. Good enough to choose by, in one JVM; {@code run} measures.
 */
final class TuneTimer {
    /** Timed calls of a strategy in a row. */
    private static final int CALLS = 3;

    /** Timed calls of a strategy at least, however long one takes, and at most. */
    private static final int LEAST_CALLS = CALLS;

    private static final int MOST_CALLS = 4000;

    private final long nanos;

    /** A timer that spends so many seconds on each strategy, half of them to warm up. */
    TuneTimer(double seconds) {
        nanos = (long) (seconds * 1e9);
    }

    private record Subject(String name, Convolution plan, Scratch scratch) {}

    /** Milliseconds a call of each. */
    Map<String, Double> times(List<Strategy> strategies, ConvShape shape, Pass pass, Precision precision) {
        ConvInputs inputs = ConvInputs.random(shape, pass, 1, Data::uniform).in(precision);
        ConvArrays arrays = new ConvArrays(inputs);
        List<Subject> subjects = strategies.stream()
                .map(strategy -> {
                    Convolution plan = strategy.convolution(shape, precision);
                    return new Subject(strategy.name(), plan, plan.newScratch());
                })
                .toList();
        int most = LEAST_CALLS;
        for (Subject subject : subjects) {
            long calls = 0;
            long start = System.nanoTime();
            while (calls == 0 || System.nanoTime() - start < nanos / 2) {
                arrays.run(subject.plan, subject.scratch);
                calls++;
            }
            most = (int) Math.max(most, Math.min(MOST_CALLS, calls));
        }
        long[][] taken = new long[subjects.size()][most + CALLS];
        long end = System.nanoTime() + nanos / 2 * subjects.size();
        int done = 0;
        while (done < LEAST_CALLS || (done < most && System.nanoTime() < end)) {
            for (int k = 0; k < subjects.size(); k++) {
                // The first call finds the caches full of another strategy's data, which two alike would not leave
                // alike.
                arrays.run(subjects.get(k).plan, subjects.get(k).scratch);
                for (int call = 0; call < CALLS; call++) {
                    long start = System.nanoTime();
                    arrays.run(subjects.get(k).plan, subjects.get(k).scratch);
                    taken[k][done + call] = System.nanoTime() - start;
                }
            }
            done += CALLS;
        }
        Map<String, Double> times = new LinkedHashMap<>();
        for (int k = 0; k < subjects.size(); k++) {
            long[] sorted = Arrays.copyOf(taken[k], done);
            Arrays.sort(sorted);
            times.put(subjects.get(k).name, sorted[done / 2] / 1e6);
        }
        return times;
    }
}
