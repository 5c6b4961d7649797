package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.Configuration;
import dev.convbench.results.Family;
import dev.convbench.results.Fork;
import dev.convbench.results.Json;
import dev.convbench.results.Work;
import dev.convbench.run.ForkOptions.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A schedule that stops after any of its forks goes on with the next one. */
class ReplayTest {
    private static final int FIRST_ADDITION = 9;
    private static final int FAILING = 6;
    private static final double OVERHEAD = 0.9;
    private static final JsonNode NO_RESULT = Json.mapper().createObjectNode();

    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Candidate> additions = new ArrayList<>();
    /** All that were ever recorded. */
    private final List<Fork> record = new ArrayList<>();

    private long clock;
    private int stopAfter;
    private int fastestPeak;

    private static Candidate candidate(int id, Family family) {
        Work work = new Work(family, family.text(), null, null, null, "f64", 1, 0, 0, 0, false);
        return new Candidate(new Configuration(id, "a.B.c", "thrpt", Map.of(), work), null, null, null);
    }

    @BeforeEach
    void plan() {
        for (Family family : List.of(Family.PEAK, Family.PEAK, Family.COPY)) {
            candidates.add(candidate(candidates.size(), family));
        }
        while (candidates.size() < FIRST_ADDITION) {
            candidates.add(candidate(candidates.size(), Family.CONV));
        }
        additions.add(candidate(FIRST_ADDITION, Family.CONV));
        additions.add(candidate(FIRST_ADDITION + 1, Family.CONV));
    }

    private final class Machine implements ForkRunner {
        private final List<Candidate> all = new ArrayList<>(candidates);

        Machine() {
            all.addAll(additions);
        }

        @Override
        public boolean fork(Candidate candidate, int round, String checkpoint, Timing timing) {
            long nanos = (long) (1e9 * (OVERHEAD + (timing == null ? 1 : timing.seconds())));
            Instant start = Instant.EPOCH.plusNanos(clock);
            clock += nanos;
            int id = candidate.configuration().id();
            String status = id == FAILING ? Fork.FAILED : Fork.OK;
            String end = start.plus(Duration.ofNanos(nanos)).toString();
            Fork fork = new Fork(
                    Fork.TYPE, record.size(), id, round, checkpoint, status, null, start.toString(), end, 0, NO_RESULT);
            record.add(fork);
            return id != FAILING;
        }

        @Override
        public void drop(Candidate candidate, String reason) {
            throw new AssertionError("nothing is dropped");
        }

        @Override
        public List<Candidate> bestPeaks() {
            return List.of(all.get(fastestPeak));
        }

        @Override
        public List<Candidate> additions() {
            return additions;
        }

        @Override
        public boolean stopped() {
            return record.size() >= stopAfter;
        }

        @Override
        public void progress(int left, double secondsLeft) {
            assertTrue(left > 0);
        }
    }

    private Replay replay() {
        Machine machine = new Machine();
        return new Replay(machine, () -> clock, List.copyOf(record), machine.all);
    }

    private void count() {
        Replay replay = replay();
        new CountSchedule(replay, replay::nanos, 11).run(candidates, candidate -> 3);
    }

    private void budget() {
        Replay replay = replay();
        new BudgetSchedule(replay, replay::nanos, clock, 120, OVERHEAD, 11).run(candidates, additions.size());
    }

    private List<String> names() {
        return record.stream()
                .map(fork -> fork.config() + " " + fork.round() + " " + fork.checkpoint())
                .toList();
    }

    private void goesOnAfterAnyFork(Consumer<ReplayTest> schedule) {
        stopAfter = Integer.MAX_VALUE;
        schedule.accept(this);
        List<String> undisturbed = names();
        assertTrue(undisturbed.size() >= 3 * FIRST_ADDITION, "forks: " + undisturbed.size());
        for (int cut = 0; cut <= undisturbed.size(); cut++) {
            record.clear();
            clock = 0;
            fastestPeak = 0;
            stopAfter = cut;
            schedule.accept(this);
            assertEquals(undisturbed.subList(0, cut), names());
            // Days later another kernel seems to be in front.
            clock += 3_000_000_000_000_000L;
            fastestPeak = names().contains("0 1 middle") ? 1 : 0;
            stopAfter = Integer.MAX_VALUE;
            schedule.accept(this);
            assertEquals(undisturbed, names(), "stopped after " + cut);
        }
    }

    @Test
    void countedForksGoOn() {
        goesOnAfterAnyFork(ReplayTest::count);
    }

    @Test
    void aBudgetGoesOn() {
        goesOnAfterAnyFork(ReplayTest::budget);
    }

    @Test
    void aBudgetOfTwoHalvesIsNoLongerThanOneOfOnePiece() {
        stopAfter = 20;
        budget();
        long spent = clock;
        stopAfter = Integer.MAX_VALUE;
        budget();
        assertTrue(spent > 0 && clock <= 120e9, "spent " + clock / 1e9 + " s");
    }
}
