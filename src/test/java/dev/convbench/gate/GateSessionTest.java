package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.gate.GatePlan.Unit;
import dev.convbench.results.gate.Accepted;
import dev.convbench.results.gate.Finding;
import dev.convbench.results.gate.GateRow;
import dev.convbench.results.jmh.JmhEntry;
import dev.convbench.results.jmh.JmhMetric;
import dev.convbench.run.Progress;
import dev.convbench.run.RunFailedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gate whose forks are made up: 0.1 % apart, the code of the head slower, faster, broken or as before, by the name of the benchmark. */
class GateSessionTest {
    private static final int PAIRS = 6;
    private static final int CONFIRM_PAIRS = 8;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final List<String> forks = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(3);

    private static GatePlan plan(int confirmPairs, double budget, String... names) {
        Target base = new Target("base", "java", "base.jar", "", List.of());
        Target head = new Target("head", "java", "head.jar", "", List.of());
        List<Unit> units = new ArrayList<>();
        for (String name : names) {
            units.add(new Unit(name, List.of()));
        }
        return new GatePlan(1, base, head, units, List.of(), 7, 0.01, 0.02, PAIRS, confirmPairs, budget, 0);
    }

    private JmhEntry measured(Target target, Unit unit) throws RunFailedException {
        forks.add(target.label() + " " + unit.name());
        boolean head = target.label().equals("head");
        if (head && unit.name().equals("broken")) {
            throw new RunFailedException("no fork ended well");
        }
        double factor =
                !head ? 1 : unit.name().equals("slower") ? 1.1 : unit.name().equals("faster") ? 0.8 : 1;
        double millis = factor * (1 + 0.001 * random.nextGaussian());
        JmhMetric time = new JmhMetric("ms/op", millis, List.of(millis));
        double bytes = head ? 48 : 32;
        Map<String, JmhMetric> secondary = unit.name().equals("frugal")
                ? Map.of("gc.alloc.rate", new JmhMetric("MB/sec", 0, List.of()))
                : Map.of("gc.alloc.rate.norm", new JmhMetric("B/op", bytes, List.of()));
        return new JmhEntry("1", unit.benchmark(), "avgt", 1, Map.of(), null, null, time, secondary);
    }

    private GateSession session(GatePlan plan, GateSession.Runner runner) {
        return new GateSession(folder, plan, runner, new Progress(new PrintStream(told, true), false));
    }

    private static Finding finding(GateSession session, int row) {
        return session.rows(Accepted.none()).get(row).finding();
    }

    @Test
    void tellsWhatBecameOfEach() throws Exception {
        GateSession session =
                session(plan(CONFIRM_PAIRS, 0, "slower", "faster", "same", "broken", "frugal"), this::measured);
        session.measure();
        List<GateRow> rows = session.rows(Accepted.none());
        assertEquals(Finding.REGRESSION, rows.get(0).finding());
        assertEquals(Math.log(1.1), rows.get(0).effect().logRatio(), 0.002);
        assertTrue(rows.get(0).pairs() > PAIRS, "a suspect is measured again");
        assertEquals(Finding.FASTER, rows.get(1).finding());
        assertEquals(PAIRS, rows.get(1).pairs());
        assertEquals(Finding.FINE, rows.get(2).finding());
        assertArrayEquals(new double[] {32, 48}, rows.get(2).bytes());
        assertEquals(Finding.FAILED, rows.get(3).finding());
        assertEquals("head: no fork ended well", rows.get(3).failure());
        assertNull(rows.get(3).effect());
        assertEquals(1, forks.stream().filter("head broken"::equals).count(), "what failed is not run again");
        assertArrayEquals(new double[] {0, 0}, rows.get(4).bytes());
    }

    @Test
    void withoutASecondStageASuspectIsCalledSlower() throws Exception {
        GateSession session = session(plan(0, 0, "slower", "same"), this::measured);
        session.measure();
        assertEquals(Finding.SLOWER, finding(session, 0));
        assertEquals(Finding.FINE, finding(session, 1));
        assertEquals(2 * 2 * PAIRS, forks.size());
    }

    @Test
    void goesOnWhereItWasStopped() throws Exception {
        GatePlan plan = plan(CONFIRM_PAIRS, 0, "slower", "same");
        int stopped = 7;
        GateSession first = session(plan, (target, unit) -> {
            if (forks.size() == stopped) {
                throw new IOException("stopped");
            }
            return measured(target, unit);
        });
        assertThrows(IOException.class, first::measure);
        GateSession second = session(plan, this::measured);
        second.measure();
        assertEquals(Finding.REGRESSION, finding(second, 0));
        assertEquals(Finding.FINE, finding(second, 1));
        // The half pair that was left is measured again as a whole: forks of two starts are no pair.
        assertEquals(
                2 * PAIRS + 1,
                forks.stream().filter(f -> f.endsWith(" same")).count()
                        + forks.stream().filter(f -> f.endsWith(" slower")).count()
                        - 2L * second.rows(Accepted.none()).get(0).pairs());
        List<String> lines = Files.readAllLines(folder.resolve("ab-forks.jsonl"));
        List<String> ofForks = lines.stream()
                .filter(line -> line.contains("\"fork\"") && !line.contains("\"stage2\""))
                .toList();
        for (int i = 0; i < ofForks.size(); i++) {
            assertTrue(ofForks.get(i).contains("\"fork\":" + i + ","), ofForks.get(i));
            assertTrue(ofForks.get(i).contains("\"attempt\":" + (i < stopped ? 0 : 1) + ","), ofForks.get(i));
        }
        GateSession third = session(plan, (target, unit) -> {
            throw new AssertionError("nothing is left to measure");
        });
        third.measure();
        assertEquals(Finding.REGRESSION, finding(third, 0));
    }

    @Test
    void theSecondStageIsAsLongAsTheBudgetAllows() throws Exception {
        session(plan(CONFIRM_PAIRS, 1e-9, "slower"), this::measured).measure();
        assertEquals(5, confirmPairs(), "the fewest that allow a verdict");
        Files.delete(folder.resolve("ab-forks.jsonl"));
        session(plan(CONFIRM_PAIRS, 1e9, "slower"), this::measured).measure();
        assertEquals(CONFIRM_PAIRS, confirmPairs());
    }

    private int confirmPairs() throws IOException {
        String fixed = Files.readAllLines(folder.resolve("ab-forks.jsonl")).stream()
                .filter(line -> line.contains("\"stage2\""))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(fixed.replaceAll(".*\"confirmPairs\":(\\d+).*", "$1"));
    }

    @Test
    void saysHowManyForksAreLeft() throws Exception {
        session(plan(0, 0, "same", "broken"), this::measured).measure();
        String[] lines = told.toString(StandardCharsets.UTF_8).split("\n");
        assertTrue(lines[0].startsWith("fork 1 of about " + 2 * 2 * PAIRS + ": "), lines[0]);
        String last = lines[lines.length - 1];
        assertTrue(last.contains("left, fork " + lines.length + " of about "), last);
        assertEquals(forks.size(), lines.length);
    }
}
