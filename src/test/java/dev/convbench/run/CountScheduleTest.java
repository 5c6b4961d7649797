package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.Configuration;
import dev.convbench.results.Family;
import dev.convbench.results.Work;
import dev.convbench.run.ForkOptions.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountScheduleTest {
    private final List<String> log = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private int failing = -1;
    private boolean stopAtFailure;
    private boolean stopped;
    /** Simulated: a fork takes two seconds. */
    private long clock;

    private final List<String> told = new ArrayList<>();

    private void add(Family family) {
        Work work = new Work(family, family.text(), null, null, null, "f64", 1, 0, 0, 0, false);
        int id = candidates.size();
        candidates.add(new Candidate(new Configuration(id, "a.B.c", "thrpt", Map.of(), work), null, null, null));
    }

    private void run(int forks) {
        ForkRunner runner = new ForkRunner() {
            @Override
            public boolean fork(Candidate candidate, int round, String checkpoint, Timing timing) {
                int id = candidate.configuration().id();
                log.add((checkpoint == null ? round : checkpoint) + ":" + id);
                clock += 2_000_000_000L;
                stopped = stopped || (id == failing && stopAtFailure);
                return id != failing;
            }

            @Override
            public void drop(Candidate candidate, String reason) {
                throw new AssertionError("nothing is dropped");
            }

            @Override
            public List<Candidate> bestPeaks() {
                return candidates.stream()
                        .filter(one -> one.configuration().work().family() == Family.PEAK)
                        .limit(1)
                        .toList();
            }

            @Override
            public List<Candidate> additions() {
                throw new AssertionError("nothing is added");
            }

            @Override
            public boolean stopped() {
                return stopped;
            }

            @Override
            public void progress(int left, double secondsLeft) {
                assertTrue(left > 0);
                told.add(left + " forks, " + secondsLeft + " s");
            }
        };
        new CountSchedule(runner, () -> clock, 11).run(candidates, candidate -> forks);
    }

    private List<String> round(int round) {
        return log.stream().filter(line -> line.startsWith(round + ":")).toList();
    }

    @Test
    void roundsInterleaveAndChangeTheirOrder() {
        for (int i = 0; i < 12; i++) {
            add(Family.CONV);
        }
        run(3);
        assertEquals(36, log.size());
        for (int round = 1; round <= 3; round++) {
            assertEquals(round(round), log.subList(12 * (round - 1), 12 * round));
            assertEquals(12, round(round).stream().distinct().count());
        }
        assertTrue(!round(1).get(0).substring(1).equals(round(2).get(0).substring(1))
                || !round(1).get(5).substring(1).equals(round(2).get(5).substring(1)));
    }

    @Test
    void peaksFrameTheRun() {
        add(Family.CONV);
        add(Family.PEAK);
        add(Family.COPY);
        add(Family.PEAK);
        run(2);
        assertTrue(log.get(0).matches("1:[13]") && log.get(1).matches("1:[13]"), log.toString());
        assertEquals("1:2", log.get(2));
        assertEquals("last:1", log.get(log.size() - 1));
        assertEquals(1, log.stream().filter("middle:1"::equals).count());
        assertEquals(10, log.size());
    }

    @Test
    void whatFailedIsNotRepeated() {
        add(Family.CONV);
        add(Family.CONV);
        failing = 0;
        run(3);
        assertEquals(1, log.stream().filter(line -> line.endsWith(":0")).count());
        assertEquals(3, log.stream().filter(line -> line.endsWith(":1")).count());
    }

    @Test
    void zeroForksAreOneInThisJvm() {
        add(Family.CONV);
        run(0);
        assertEquals(List.of("1:0"), log);
    }

    @Test
    void stopsWhenTold() {
        for (int i = 0; i < 6; i++) {
            add(Family.CONV);
        }
        failing = 3;
        stopAtFailure = true;
        run(5);
        assertEquals("1:3", log.get(log.size() - 1));
    }

    @Test
    void tellsWhatIsLeft() {
        add(Family.CONV);
        add(Family.CONV);
        run(2);
        assertEquals(List.of("4 forks, -1.0 s", "3 forks, 6.0 s", "2 forks, 4.0 s", "1 forks, 2.0 s"), told);
    }

    @Test
    void whatFailedIsNoLongerLeft() {
        add(Family.CONV);
        failing = 0;
        add(Family.CONV);
        run(3);
        assertEquals(4, told.size());
        assertEquals("6 forks, -1.0 s", told.get(0));
        assertEquals("2 forks, 4.0 s", told.get(2));
        assertEquals("1 forks, 2.0 s", told.get(3));
    }

    @Test
    void theMiddleComesWhenHalfIsDone() {
        add(Family.PEAK);
        for (int i = 0; i < 4; i++) {
            add(Family.CONV);
        }
        run(2);
        assertEquals("middle:0", log.get(5), log.toString());
        assertEquals("1:0", log.get(0));
        assertEquals("last:0", log.get(11));
    }
}
