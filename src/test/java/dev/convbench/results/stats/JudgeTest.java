package dev.convbench.results.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.results.stats.Judgement.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holm's correction, the verdicts, and the rule for exact metrics. */
class JudgeTest {
    /** So many forks around a log time, with a small spread that is the same for every count. */
    private static double[] forks(int count, double centre, double spread) {
        return DoubleStream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> centre + spread * (count == 1 ? 0 : 2 * i / (count - 1) - 1))
                .toArray();
    }

    private static Judgement judge(int forks, double difference, double spread) {
        Effect effect = Effect.unpaired(forks(forks, 0, spread), forks(forks, difference, spread));
        return Judge.judge(List.of(effect), Rule.DEFAULT).get(0);
    }

    @Test
    void holm() {
        assertArrayEquals(new double[] {0.03, 0.06, 0.06, 0.02}, Holm.adjust(0.01, 0.04, 0.03, 0.005), 1e-15);
        assertArrayEquals(new double[] {1, 1}, Holm.adjust(0.6, 0.9), 1e-15);
        assertArrayEquals(new double[0], Holm.adjust());
    }

    @ParameterizedTest
    @CsvSource({
        "16, 0.05, 0.01, REGRESSION, SIGNIFICANT",
        "16, -0.05, 0.01, IMPROVEMENT, SIGNIFICANT",
        "16, 0.00, 0.005, NO_CHANGE, WITHIN_MARGIN",
        "16, 0.012, 0.002, NO_CHANGE, WITHIN_MARGIN",
        "16, 0.016, 0.010, INCONCLUSIVE, REAL_BUT_MAYBE_SMALL",
        "16, 0.00, 0.08, INCONCLUSIVE, TOO_NOISY",
        "16, 0.05, 0.15, INCONCLUSIVE, TOO_NOISY",
        "4, 0.50, 0.001, INCONCLUSIVE, TOO_FEW_FORKS",
        "4, 0.00, 0.0001, INCONCLUSIVE, TOO_FEW_FORKS",
        "2, 0.00, 0.0001, INCONCLUSIVE, TOO_FEW_FORKS",
        "1, 0.00, 0.0001, INCONCLUSIVE, ONE_FORK",
        "1, 2.00, 0.0001, INCONCLUSIVE, ONE_FORK",
        "5, 0.50, 0.001, REGRESSION, SIGNIFICANT"
    })
    void verdicts(int forks, double difference, double spread, Outcome outcome, Reason reason) {
        Judgement judgement = judge(forks, difference, spread);
        assertEquals(outcome, judgement.outcome());
        assertEquals(reason, judgement.reason());
    }

    @Test
    void fewerForksThanAVerdictNeedsAreNeverNoChange() {
        for (double alpha : new double[] {0.001, 0.01, 0.05, 0.1}) {
            Rule rule = new Rule(alpha, 0.02);
            for (int forks = 1; forks < Power.fewestForks(alpha); forks++) {
                Effect same = Effect.unpaired(forks(forks, 0, 1e-6), forks(forks, 0, 1e-6));
                Judgement judgement = Judge.judge(List.of(same), rule).get(0);
                assertEquals(Outcome.INCONCLUSIVE, judgement.outcome(), forks + " forks at " + alpha);
                assertTrue(Double.isNaN(judgement.smallestEffect()), forks + " forks at " + alpha);
            }
            int enough = Power.fewestForks(alpha);
            Effect same = Effect.unpaired(forks(enough, 0, 1e-6), forks(enough, 0, 1e-6));
            assertEquals(
                    Outcome.NO_CHANGE, Judge.judge(List.of(same), rule).get(0).outcome(), "enough at " + alpha);
        }
    }

    @Test
    void theFewestForks() {
        assertEquals(5, Power.fewestForks(0.01));
        assertEquals(4, Power.fewestForks(0.05));
        assertEquals(3, Power.fewestForks(0.1));
        assertEquals(2 / 252.0, Power.chanceOfSeparation(Effect.unpaired(new double[5], new double[5])), 1e-15);
        assertEquals(2 / 1024.0, Power.chanceOfSeparation(Effect.paired(new double[10])), 1e-15);
        assertTrue(Power.isEnough(Effect.paired(new double[8]), 0.01));
        assertFalse(Power.isEnough(Effect.paired(new double[7]), 0.01));
        assertTrue(Power.isEnough(Effect.unpaired(new double[2], new double[20]), 0.01));
    }

    @Test
    void aDifferenceThatStandsAloneIsLostAmongAHundred() {
        Effect effect = Effect.unpaired(forks(5, 0, 0.02), forks(5, 0.05, 0.02));
        assertEquals(
                Outcome.REGRESSION,
                Judge.judge(List.of(effect), Rule.DEFAULT).get(0).outcome());
        List<Effect> suite =
                new ArrayList<>(Collections.nCopies(99, Effect.unpaired(forks(5, 0, 0.02), forks(5, 0.001, 0.02))));
        suite.add(effect);
        Judgement among = Judge.judge(suite, Rule.DEFAULT).get(99);
        assertEquals(Outcome.INCONCLUSIVE, among.outcome());
        assertTrue(among.isSuspect());
        assertTrue(among.missingForks() > 0);
        assertFalse(Judge.judge(suite, Rule.DEFAULT).get(0).isSuspect());
    }

    @Test
    void rowsWithTooFewForksDoNotMakeTheOthersStricter() {
        Effect effect = Effect.unpaired(forks(5, 0, 0.02), forks(5, 0.05, 0.02));
        List<Effect> suite =
                new ArrayList<>(Collections.nCopies(99, Effect.unpaired(forks(2, 0, 0.02), forks(2, 0.001, 0.02))));
        suite.add(effect);
        assertEquals(
                Outcome.REGRESSION, Judge.judge(suite, Rule.DEFAULT).get(99).outcome());
    }

    @Test
    void missingForks() {
        assertEquals(0, judge(16, 0.05, 0.01).missingForks());
        assertEquals(Power.UNKNOWN, judge(1, 0.05, 0.01).missingForks());
        assertEquals(Power.TOO_MANY, judge(5, 0.0, 3).missingForks());
        assertEquals(1, judge(4, 0.5, 0.001).missingForks());
        int some = judge(6, 0.0, 0.05).missingForks();
        int more = judge(6, 0.0, 0.10).missingForks();
        assertTrue(0 < some && some < more, some + " and " + more);
    }

    @Test
    void theMarginIsTheSameInBothDirections() {
        assertEquals(Math.log(1.02), Rule.DEFAULT.margin(), 1e-15);
        assertThrows(IllegalArgumentException.class, () -> new Rule(0, 0.02));
        assertThrows(IllegalArgumentException.class, () -> new Rule(0.5, 0.02));
        assertThrows(IllegalArgumentException.class, () -> new Rule(0.01, 0));
        assertThrows(IllegalArgumentException.class, () -> new Rule(0.01, Double.NaN));
    }

    @ParameterizedTest
    @CsvSource({
        "'24,24', '48,48', REGRESSION",
        "'48,48', '24,24', IMPROVEMENT",
        "'24,24', '40,40', NO_CHANGE",
        "'24,24', '41,41', REGRESSION",
        "'10000,10000', '10100,10100', NO_CHANGE",
        "'10000,10000', '10102,10102', REGRESSION",
        "'10000,10200', '10400,10250', INCONCLUSIVE",
        "'24,48', '24,48', INCONCLUSIVE",
        "'0,0', '0,0', NO_CHANGE",
        "'24', '4800', INCONCLUSIVE",
        "'24,24', '4800', INCONCLUSIVE"
    })
    void exact(String before, String after, Outcome outcome) {
        assertEquals(outcome, ExactRule.BYTES_PER_OPERATION.judge(values(before), values(after)));
    }

    private static List<Double> values(String text) {
        return Arrays.stream(text.split(",")).map(Double::valueOf).toList();
    }

    @Test
    void forkValues() {
        assertEquals(2, ForkValue.of(9, 1, 2));
        assertEquals(4, ForkValue.of(2, 8), 1e-12);
        assertEquals(1 / ForkValue.of(2, 3, 5, 7), ForkValue.of(1 / 2.0, 1 / 3.0, 1 / 5.0, 1 / 7.0), 1e-15);
        assertEquals(3, ForkValue.of(Double.NaN, 3, Double.POSITIVE_INFINITY, 0, -4));
        assertTrue(Double.isNaN(ForkValue.of(Double.NaN, 0)));
        assertTrue(Double.isNaN(ForkValue.of()));
    }

    @Test
    void twoGroupsOfForks() {
        Modes modes = Modes.of(new double[] {0.1, 0.001, 0.101, 0, 0.002, 0.099, 0.001}, 0.02);
        assertNotEquals(null, modes);
        assertEquals(4, modes.fastCount());
        assertEquals(3, modes.slowCount());
        assertEquals(0.099, modes.slow() - modes.fast(), 1e-3);
        assertEquals(null, Modes.of(new double[] {0.1, 0.001, 0.101, 0, 0.002}, 0.02), "too few");
        assertEquals(null, Modes.of(new double[] {0.01, 0, 0.01, 0, 0.01, 0}, 0.02), "too close");
        assertEquals(null, Modes.of(forks(16, 0, 0.1), 0.02), "spread evenly");
    }
}
