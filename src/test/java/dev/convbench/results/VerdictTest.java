package dev.convbench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VerdictTest {
    private final RunFixture fixture = new RunFixture();

    private Verdict verdict() {
        Run run = fixture.run();
        return Verdict.of(run, MachineLimits.of(run));
    }

    private void peaks(double first, double middle, double last) {
        int other = fixture.peak("other");
        int kernel = fixture.peak("kernel");
        fixture.peakFork(other, null, first / 2).peakFork(kernel, null, first);
        fixture.peakFork(kernel, "middle", middle).peakFork(kernel, "last", last);
    }

    @Test
    void aSteadyPeakIsTrusted() {
        peaks(100, 95.1, 97);
        assertEquals(Verdict.Level.TRUSTED, verdict().level());
        assertTrue(
                verdict().reasons().get(0).contains("100.0 GFLOP/s at the start, 95.1"),
                verdict().toString());
    }

    @Test
    void aPeakThatFellByMoreThanFivePercentIsNot() {
        peaks(100, 94.9, 100);
        assertEquals(Verdict.Level.NOT_TRUSTED, verdict().level());
        assertTrue(
                verdict().reasons().get(0).contains("more than 5 %"), verdict().toString());
    }

    @Test
    void aPeakThatRoseByMoreThanFivePercentIsNot() {
        peaks(100, 100, 106);
        assertEquals(Verdict.Level.NOT_TRUSTED, verdict().level());
    }

    @Test
    void aDirectKernelBeyondThePeakIsNot() {
        peaks(90, 90, 90);
        int conv = fixture.conv("simd", 1);
        fixture.fork(conv, 100_001);
        assertEquals(Verdict.Level.NOT_TRUSTED, verdict().level());
        assertTrue(
                verdict().reasons().get(0).contains("conv forward simd on net:layer"),
                verdict().toString());
    }

    @Test
    void aTransformBeyondThePeakAndADirectKernelAtIt() {
        peaks(90, 90, 90);
        fixture.fork(fixture.conv("winograd", 1, false), 150_000);
        fixture.fork(fixture.conv("simd", 1), 99_999);
        assertEquals(Verdict.Level.TRUSTED, verdict().level());
    }

    @Test
    void withoutThePeakOrItsRepetitionNothingIsJudged() {
        assertEquals(Verdict.Level.NOT_JUDGED, verdict().level());
        fixture.peakFork(fixture.peak("kernel"), null, 90);
        assertEquals(Verdict.Level.NOT_JUDGED, verdict().level());
    }
}
