package dev.convbench.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class PeakKernelsTest {
    static Stream<PeakKernel> usable() {
        return Stream.concat(PeakKernels.all().stream(), PeakKernels.allF32().stream())
                .filter(kernel -> kernel.problem().isEmpty());
    }

    @Test
    void thereAreAtLeastFourWithDifferentNames() {
        List<String> names = PeakKernels.names();
        assertTrue(names.size() >= 4, names::toString);
        assertEquals(names.size(), new HashSet<>(names).size());
    }

    @Test
    void theScalarKernelAlwaysRuns() {
        assertEquals("", PeakKernels.named("scalar").problem());
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> PeakKernels.named("fastest"));
        for (String name : PeakKernels.names()) {
            assertTrue(refusal.getMessage().contains(name), refusal.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("usable")
    void resultIsFiniteAndDependsOnTheNumbers(PeakKernel kernel) {
        double first = kernel.newRun(1).run();
        assertTrue(Double.isFinite(first) && first > 0, () -> kernel + " gave " + first);
        // The lanes are added up in an order that interpreter and compiler choose differently: float sums show it.
        assertEquals(first, kernel.newRun(1).run(), 1e-6 * first, "the same seed");
        assertNotEquals(first, kernel.newRun(2).run(), "another seed");
        assertTrue(kernel.flops() > 1e6, () -> kernel + " counts " + kernel.flops());
    }

    @Test
    void chainsComputeTheirRecurrence() {
        double[] data = ChainPeak.data(7);
        int lanes = Widths.hardwareBits() / Double.SIZE;
        int rounds = 5;
        assertEquals(chainSum(data, 8, lanes, rounds), ChainPeak.chains8(data, rounds), 1e-12);
        assertEquals(chainSum(data, 12, lanes, rounds), ChainPeak.chains12(data, rounds), 1e-12);
        assertEquals(chainSum(data, 16, lanes, rounds), ChainPeak.chains16(data, rounds), 1e-12);
        if (PeakKernels.named("chains12-256").problem().isEmpty()) {
            assertEquals(chainSum(data, 12, 4, rounds), HalfChainPeak.chains12(data, rounds), 1e-12);
        }
    }

    /** As many chains do twice the work in vectors of twice as many lanes; the scalar loop does the same. */
    @Test
    void floatKernelsHaveTheSameNamesAndTwiceTheLanes() {
        assertEquals(
                PeakKernels.names(),
                PeakKernels.allF32().stream().map(PeakKernel::name).toList());
        for (PeakKernel kernel : PeakKernels.all()) {
            if (kernel.problem().isEmpty()) {
                int times = kernel.name().equals("scalar") ? 1 : 2;
                assertEquals(
                        times * kernel.flops(),
                        PeakKernels.namedF32(kernel.name()).flops(),
                        kernel.name());
            }
        }
        float[] data = ChainPeakF32.data(7);
        double[] wide = new double[data.length];
        Arrays.setAll(wide, k -> data[k]);
        int lanes = Widths.hardwareBits() / Float.SIZE;
        assertEquals(chainSum(wide, 12, lanes, 5), ChainPeakF32.chains12(data, 5), 1e-3);
    }

    private static double chainSum(double[] data, int chains, int lanes, int rounds) {
        double sum = 0;
        for (int chain = 0; chain < chains; chain++) {
            for (int lane = 0; lane < lanes; lane++) {
                double v = data[2 + chain + lane];
                for (int round = 0; round < rounds; round++) {
                    v = v * data[0] + data[1];
                }
                sum += v;
            }
        }
        return sum;
    }
}
