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
    /** What was left when a fork began, which it was, and its iterations. */
    private final List<String> transcript = new ArrayList<>();

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
            transcript.add(log.get(log.size() - 1) + " " + id + " for " + Math.round(timing.seconds() * 1000) + " ms");
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
            transcript.add(left + " left in " + Math.round(secondsLeft) + " s: ");
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

    @Test
    void everyForkOfASmallRun() {
        failing = KERNELS + COPIES + 1;
        simulate(1, 170, 0.5, 0.1);
        assertEquals("""
                27 left in 170 s: 1:peak 0 for 4745 ms
                26 left in 165 s: 1:peak 1 for 4745 ms
                25 left in 160 s: 1:peak 2 for 4745 ms
                24 left in 154 s: 1:peak 3 for 4745 ms
                23 left in 149 s: 1:peak 4 for 4745 ms
                22 left in 144 s: 1:peak 5 for 4745 ms
                21 left in 139 s: 1:pool 13 for 2171 ms
                20 left in 136 s: 1:conv 11 for 2171 ms
                19 left in 133 s: 1:conv 10 for 2171 ms
                18 left in 131 s: 1:conv 12 for 2171 ms
                17 left in 128 s: 1:pool 14 for 2171 ms
                16 left in 125 s: 1:copy 6 for 2171 ms
                15 left in 122 s: 1:copy 7 for 2171 ms
                14 left in 120 s: 1:copy 8 for 2171 ms
                13 left in 117 s: 1:copy 9 for 2171 ms
                12 left in 114 s: 1:conv 24 for 2171 ms
                11 left in 112 s: 1:conv 22 for 2171 ms
                10 left in 109 s: 1:conv 19 for 2171 ms
                9 left in 106 s: 1:conv 17 for 2171 ms
                8 left in 104 s: 1:conv 20 for 2171 ms
                7 left in 101 s: 1:conv 16 for 2171 ms
                6 left in 98 s: 1:conv 18 for 2171 ms
                5 left in 96 s: 1:conv 21 for 2171 ms
                4 left in 93 s: 1:conv 15 for 2171 ms
                3 left in 90 s: 1:conv 23 for 2171 ms
                36 left in 88 s: 2:copy 7 for 1780 ms
                35 left in 85 s: 2:conv 16 for 1780 ms
                2 left in 83 s: middle:peak 0 for 2171 ms
                34 left in 81 s: 2:conv 17 for 1780 ms
                33 left in 78 s: 2:pool 13 for 1780 ms
                32 left in 76 s: 2:conv 18 for 1780 ms
                31 left in 74 s: 2:conv 24 for 1780 ms
                30 left in 72 s: 2:conv 22 for 1780 ms
                29 left in 69 s: 2:conv 23 for 1780 ms
                28 left in 67 s: 2:conv 10 for 1780 ms
                27 left in 65 s: 2:conv 12 for 1780 ms
                26 left in 63 s: 2:copy 6 for 1780 ms
                25 left in 60 s: 2:copy 9 for 1780 ms
                24 left in 58 s: 2:conv 20 for 1780 ms
                23 left in 56 s: 2:pool 14 for 1780 ms
                22 left in 53 s: 2:conv 21 for 1780 ms
                21 left in 51 s: 2:copy 8 for 1780 ms
                20 left in 49 s: 2:conv 15 for 1780 ms
                19 left in 46 s: 2:conv 19 for 1780 ms
                18 left in 44 s: 3:copy 7 for 1780 ms
                17 left in 42 s: 3:conv 24 for 1800 ms
                16 left in 40 s: 3:conv 22 for 1800 ms
                15 left in 37 s: 3:pool 14 for 1800 ms
                14 left in 35 s: 3:conv 15 for 1800 ms
                13 left in 33 s: 3:copy 6 for 1800 ms
                12 left in 30 s: 3:copy 9 for 1800 ms
                11 left in 28 s: 3:conv 17 for 1800 ms
                10 left in 26 s: 3:conv 20 for 1800 ms
                9 left in 24 s: 3:conv 19 for 1800 ms
                8 left in 21 s: 3:conv 23 for 1800 ms
                7 left in 19 s: 3:conv 12 for 1800 ms
                6 left in 17 s: 3:conv 16 for 1800 ms
                5 left in 14 s: 3:copy 8 for 1800 ms
                4 left in 12 s: 3:pool 13 for 1800 ms
                3 left in 10 s: 3:conv 10 for 1800 ms
                2 left in 7 s: 3:conv 18 for 1800 ms
                1 left in 5 s: 3:conv 21 for 1800 ms
                1 left in 3 s: last:peak 0 for 2171 ms
                """, String.join("\n", transcript).replace(": \n", ": ") + "\n");
    }
}
