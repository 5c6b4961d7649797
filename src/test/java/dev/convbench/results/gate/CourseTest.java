package dev.convbench.results.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final double[] NONE = {};

    /** Log ratios around a change, that vary by 1 %. */
    private static double[] around(double change, int pairs) {
        return IntStream.range(0, pairs)
                .mapToDouble(i -> Math.log1p(change) + 0.01 * (i % 2 == 0 ? 1 : -1) + 1e-4 * i)
                .toArray();
    }

    private static Course course(double[] screen, double[] confirm) {
        return new Course(GateRule.DEFAULT, 10, screen, confirm);
    }

    @Test
    void asksForTheFirstStageThenForTheSecond() {
        assertEquals(Course.Next.SCREEN, course(around(0.05, 9), NONE).next());
        assertEquals(Finding.UNFINISHED, course(around(0.05, 9), NONE).finding());
        assertEquals(Course.Next.CONFIRM, course(around(0.05, 10), NONE).next());
        assertEquals(
                Course.Next.CONFIRM, course(around(0.05, 10), around(0.05, 9)).next());
    }

    @Test
    void callsWhatBothStagesShow() {
        Course course = course(around(0.05, 10), around(0.05, 10));
        assertEquals(Course.Next.DONE, course.next());
        assertEquals(Finding.REGRESSION, course.finding());
    }

    @Test
    void doesNotCallWhatTheSecondStageDoesNotShow() {
        assertEquals(
                Finding.NOT_CONFIRMED,
                course(around(0.05, 10), around(-0.01, 10)).finding());
        assertEquals(
                Finding.NOT_CONFIRMED,
                course(around(0.10, 10), around(0.001, 20)).finding());
    }

    @Test
    void doesNotCallWhatIsRealAndTooSmall() {
        assertEquals(
                Finding.NOT_CONFIRMED,
                course(around(0.015, 10), around(0.015, 20)).finding());
    }

    @Test
    void saysFineOnlyWhereItIsKnown() {
        assertEquals(Finding.FINE, course(around(0, 10), NONE).finding());
        double[] wild = {0.3, -0.3, 0.2, -0.2, 0.3, -0.3, 0.2, -0.2, 0.1, -0.1};
        assertEquals(Finding.NOT_SEEN, course(wild, NONE).finding());
        assertEquals(Finding.FASTER, course(around(-0.1, 10), NONE).finding());
    }

    @Test
    void theLevelsOfAllBenchmarksStayWithinAlpha() {
        for (int benchmarks : new int[] {1, 10, 100, 1000, 10_000}) {
            GateRule rule = GateRule.DEFAULT;
            double spent = rule.lookLevel(benchmarks, false) + rule.lookLevel(benchmarks, true);
            assertEquals(rule.confirmLevel(benchmarks), spent, 1e-15);
            assertTrue(benchmarks * rule.screenLevel() * spent <= rule.alpha());
        }
        assertThrows(IllegalArgumentException.class, () -> new GateRule(0.01, 0.02, 4, 20));
    }
}
