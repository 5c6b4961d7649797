package dev.convbench.simd;

import java.util.List;

/** The peak kernels, in the order in which they are listed. */
final class PeakEntries {
    static final List<PeakKernel> ALL = List.of(
            new PeakEntry(
                    "chains8",
                    "8 independent chains of vectors: the latency of two FMA units of 4 cycles",
                    PeakEntries::vectorProblem,
                    () -> ChainPeak.flops(8),
                    seed -> {
                        double[] data = ChainPeak.data(seed);
                        return () -> ChainPeak.chains8(data, ChainPeak.ROUNDS);
                    }),
            new PeakEntry(
                    "chains12",
                    "12 independent chains of vectors: the most that 16 registers hold beside two operands",
                    PeakEntries::vectorProblem,
                    () -> ChainPeak.flops(12),
                    seed -> {
                        double[] data = ChainPeak.data(seed);
                        return () -> ChainPeak.chains12(data, ChainPeak.ROUNDS);
                    }),
            new PeakEntry(
                    "chains16",
                    "16 independent chains of vectors: the latency of four FMA units of 4 cycles",
                    PeakEntries::vectorProblem,
                    () -> ChainPeak.flops(16),
                    seed -> {
                        double[] data = ChainPeak.data(seed);
                        return () -> ChainPeak.chains16(data, ChainPeak.ROUNDS);
                    }),
            new PeakEntry(
                    "chains12-256",
                    "12 independent chains of 256-bit vectors, where wider ones lower the clock",
                    PeakEntries::halfProblem,
                    () -> HalfChainPeak.flops(),
                    seed -> {
                        double[] data = HalfChainPeak.data(seed);
                        return () -> HalfChainPeak.chains12(data, HalfChainPeak.ROUNDS);
                    }),
            new PeakEntry(
                    "tile8x2",
                    "a register tile of 8 rows and 2 vectors fed from the L1 cache, as a matrix product does",
                    PeakEntries::vectorProblem,
                    () -> TilePeak.flops(),
                    seed -> new TilePeak(seed)::run),
            new PeakEntry(
                    "scalar",
                    "a loop over an array that the JIT compiler vectorises",
                    () -> "",
                    () -> ScalarPeak.FLOPS,
                    seed -> new ScalarPeak(seed)::run));

    private PeakEntries() {}

    private static String vectorProblem() {
        return VectorModule.problem();
    }

    private static String halfProblem() {
        if (!VectorModule.isUsable()) {
            return VectorModule.problem();
        }
        int hardwareBits = Widths.hardwareBits();
        return hardwareBits >= HalfChainPeak.BITS
                ? ""
                : "needs vectors of " + HalfChainPeak.BITS + " bits, the hardware has " + hardwareBits;
    }
}
