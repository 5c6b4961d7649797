package dev.convbench.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.simd.PeakKernels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The states of the benchmarks that measure the machine. */
class MachineLimitsTest {
    @BeforeEach
    void forgetEarlierTrials() {
        TrialFigures.collect();
    }

    @ParameterizedTest
    @ValueSource(strings = {"f64", "f32"})
    void peakRunsTheKernelOnEveryWorker(String precision) {
        FmaPeak.Peak peak = new FmaPeak.Peak();
        peak.kernel = "scalar";
        peak.precision = precision;
        peak.workers = "2";
        peak.setUp();
        double[] results = peak.run();
        assertEquals(2, results.length);
        assertTrue(results[0] > 0 && results[1] > 0);
        assertNotEquals(results[0], results[1], "the workers have the same numbers");
        assertEquals(
                2 * PeakKernels.named("scalar").flops(), TrialFigures.collect().flopsPerOp());
        peak.tearDown();
    }

    @Test
    void peakRefusesWhatItDoesNotKnow() {
        FmaPeak.Peak peak = new FmaPeak.Peak();
        peak.kernel = "scalar";
        peak.precision = "f16";
        peak.workers = "1";
        assertThrows(IllegalArgumentException.class, peak::setUp);
        peak.precision = "f64";
        peak.kernel = "fastest";
        assertThrows(IllegalArgumentException.class, peak::setUp);
    }

    private static CopyBandwidth.Copy copy(String bytes, String workers) {
        CopyBandwidth.Copy copy = new CopyBandwidth.Copy();
        copy.bytes = bytes;
        copy.workers = workers;
        copy.setUp();
        return copy;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3"})
    void copyGoesBackAndForth(String workers) {
        CopyBandwidth.Copy copy = copy("1616", workers);
        double[] first = copy.run();
        double[] second = copy.run();
        assertEquals(101, first.length);
        assertNotSame(first, second);
        assertSame(first, copy.run());
        copy.tearDown();
    }

    @Test
    void copyCountsWhatItReadsAndWrites() {
        assertEquals(16_777_216, bytesPerOp("16777216"));
        assertEquals(33_554_432, bytesPerOp("33554432"));
    }

    @Test
    void smallCopiesAreRepeatedInOneOperation() {
        assertEquals(16_777_216, bytesPerOp("262144"));
    }

    private static double bytesPerOp(String bytes) {
        CopyBandwidth.Copy copy = copy(bytes, "1");
        copy.run();
        copy.tearDown();
        return TrialFigures.collect().bytesPerOp();
    }

    @Test
    void anElementThatIsNotCopiedIsFound() {
        CopyBandwidth.Copy copy = copy("1600", "2");
        copy.run()[99] = 0.5;
        IllegalStateException failure = assertThrows(IllegalStateException.class, copy::tearDown);
        assertEquals("the copies differ from what was copied", failure.getMessage());
    }

    @Test
    void nothingCopiedIsFound() {
        assertThrows(IllegalStateException.class, copy("1600", "1")::tearDown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-16", "8", "24", "many", "68719476736"})
    void footprintsThatTwoArraysCannotHaveAreRefused(String bytes) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> CopyBandwidth.Copy.length(bytes));
        assertTrue(refusal.getMessage().contains(bytes), refusal.getMessage());
    }
}
