package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.Configuration;
import dev.convbench.results.Family;
import dev.convbench.results.Work;
import dev.convbench.run.ForkOptions.Timing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run of the preset on a simulated clock. */
class BudgetScheduleTest {
    private static final int OPERATIONS = 5;
    private static final int KERNELS = 6;
    private static final int COPIES = 4;
    private static final int PARALLEL = 10;

    private long clock;
    private final List<String> log = new ArrayList<>();
    private final Map<Integer, Integer> forks = new HashMap<>();
    private int dropped;
    private int failing = -1;
    private double shortest = Double.POSITIVE_INFINITY;
    private double longest;

    private static Candidate candidate(int id, Family family) {
        Work work = new Work(family, family.text(), null, null, null, "f64", 1, 0, 0, 0, false);
        return new Candidate(new Configuration(id, "a.B.c", "thrpt", Map.of(), work), null, null, null);
    }

    private final class Simulation implements ForkRunner {
        private final Random random = new Random(5);
        private final double overhead;
        private final double jitter;
        private final int firstAddition;

        Simulation(double overhead, double jitter, int firstAddition) {
            this.overhead = overhead;
            this.jitter = jitter;
            this.firstAddition = firstAddition;
        }

        @Override
        public boolean fork(Candidate candidate, int round, String checkpoint, Timing timing) {
            double seconds = overhead * (1 - jitter + 2 * jitter * random.nextDouble()) + timing.seconds();
            clock += (long) (seconds * 1e9);
            shortest = Math.min(shortest, timing.seconds());
            longest = Math.max(longest, timing.seconds());
            int id = candidate.configuration().id();
            log.add((checkpoint == null ? Integer.toString(round) : checkpoint) + ":"
                    + candidate.configuration().work().family().text());
            if (checkpoint == null) {
                forks.merge(id, 1, Integer::sum);
            }
            return id != failing;
        }

        @Override
        public void drop(Candidate candidate, String reason) {
            dropped++;
        }

        @Override
        public List<Candidate> bestPeaks() {
            return List.of(candidate(0, Family.PEAK));
        }

        @Override
        public List<Candidate> additions() {
            List<Candidate> added = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                added.add(candidate(firstAddition + i, Family.CONV));
            }
            return added;
        }

        @Override
        public boolean stopped() {
            return false;
        }

        @Override
        public void progress(int left, double secondsLeft) {
            assertTrue(left > 0 && secondsLeft >= 0, left + " forks, " + secondsLeft + " s left");
        }
    }

    private int simulate(int strategies, double budget, double overhead, double jitter) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < KERNELS; i++) {
            candidates.add(candidate(candidates.size(), Family.PEAK));
        }
        for (int i = 0; i < COPIES; i++) {
            candidates.add(candidate(candidates.size(), Family.COPY));
        }
        for (int i = 0; i < OPERATIONS * strategies; i++) {
            candidates.add(candidate(candidates.size(), i % OPERATIONS < 3 ? Family.CONV : Family.POOL));
        }
        clock = 0;
        new BudgetSchedule(
                        new Simulation(overhead, jitter, candidates.size()),
                        () -> clock,
                        0,
                        budget,
                        budget < 100 ? 0.8 : 1.25,
                        3)
                .run(candidates, PARALLEL);
        return candidates.size() + PARALLEL;
    }

    @ParameterizedTest
    @CsvSource({"600, 0.7", "600, 1.2", "81, 0.5", "81, 0.9"})
    void neverSpendsMoreThanTheBudget(double budget, double overhead) {
        for (int strategies = 1; strategies <= 60; strategies++) {
            forks.clear();
            dropped = 0;
            int configurations = simulate(strategies, budget, overhead, 0.3);
            assertTrue(clock / 1e9 <= budget, strategies + " strategies took " + clock / 1e9 + " s");
            assertEquals(configurations, forks.size() + dropped, strategies + " strategies");
        }
    }

    @Test
    void tenMinutesMeasureSixtyStrategiesAtLeastOnce() {
        int configurations = simulate(60, 600, 0.9, 0.3);
        assertEquals(configurations, forks.size());
        assertEquals(0, dropped);
    }

    @Test
    void quickMeasuresEightStrategiesOnce() {
        int configurations = simulate(8, 81, 0.8, 0.3);
        assertEquals(configurations, forks.size());
        assertEquals(0, dropped);
    }

    @ParameterizedTest
    @CsvSource({"1, 600", "4, 600", "8, 600", "16, 600", "30, 600", "60, 600", "1, 81", "8, 81"})
    void littleTimeIsLeftUnused(int strategies, double budget) {
        simulate(strategies, budget, 0.8, 0.1);
        assertTrue(clock / 1e9 >= 0.75 * budget, strategies + " strategies took only " + clock / 1e9 + " s");
    }

    @Test
    void eightStrategiesGetSeveralRoundsAndAGoodWarmUp() {
        simulate(8, 600, 0.9, 0.1);
        assertTrue(forks.get(KERNELS + COPIES) >= 3, "forks of the first strategy: " + forks.get(KERNELS + COPIES));
        assertTrue(shortest >= 1.6, "iterations of the shortest fork took " + shortest + " s");
    }

    @Test
    void roundsAreWhole() {
        simulate(8, 600, 0.9, 0.1);
        List<Integer> counts = new ArrayList<>();
        forks.forEach((id, count) -> {
            if (id >= KERNELS) {
                counts.add(count);
            }
        });
        assertEquals(1, counts.stream().distinct().count(), "forks: " + forks);
    }

    @Test
    void peaksComeFirstInTheMiddleAndLast() {
        simulate(8, 600, 0.9, 0.1);
        for (int i = 0; i < KERNELS; i++) {
            assertEquals("1:peak", log.get(i));
        }
        assertEquals("last:peak", log.get(log.size() - 1));
        double middle = log.indexOf("middle:peak") / (double) log.size();
        assertTrue(middle > 0.35 && middle < 0.65, "middle at " + middle);
        assertEquals(
                KERNELS + 2, log.stream().filter(line -> line.endsWith(":peak")).count());
    }

    @Test
    void whatFailedIsNotRepeated() {
        failing = KERNELS + COPIES + 2;
        simulate(4, 600, 0.9, 0.1);
        assertEquals(1, forks.get(failing));
        assertTrue(forks.get(failing + 1) > 1);
    }

    @Test
    void forksNeverRunLongerThanIsUseful() {
        simulate(1, 600, 0.9, 0.1);
        assertTrue(longest <= 12, "longest " + longest);
    }
}
