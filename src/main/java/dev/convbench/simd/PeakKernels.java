package dev.convbench.simd;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * The FMA peak kernels by name. Those written with the Vector API use the width that the hardware prefers, whatever {@link
 * Widths#PROPERTY} says: the peak is the machine's. Loads without that API, and offers the scalar kernel then.
 */
public final class PeakKernels {
    private static final List<PeakKernel> ALL = List.of(
            new Entry(
                    "chains8",
                    "8 independent chains of vectors: the latency of two FMA units of 4 cycles",
                    PeakKernels::vectorProblem,
                    () -> ChainPeak.flops(8),
                    seed -> {
                        double[] data = ChainPeak.data(seed);
                        return () -> ChainPeak.chains8(data, ChainPeak.ROUNDS);
                    }),
            new Entry(
                    "chains12",
                    "12 independent chains of vectors: the most that 16 registers hold beside two operands",
                    PeakKernels::vectorProblem,
                    () -> ChainPeak.flops(12),
                    seed -> {
                        double[] data = ChainPeak.data(seed);
                        return () -> ChainPeak.chains12(data, ChainPeak.ROUNDS);
                    }),
            new Entry(
                    "chains16",
                    "16 independent chains of vectors: the latency of four FMA units of 4 cycles",
                    PeakKernels::vectorProblem,
                    () -> ChainPeak.flops(16),
                    seed -> {
                        double[] data = ChainPeak.data(seed);
                        return () -> ChainPeak.chains16(data, ChainPeak.ROUNDS);
                    }),
            new Entry(
                    "chains12-256",
                    "12 independent chains of 256-bit vectors, where wider ones lower the clock",
                    PeakKernels::halfProblem,
                    () -> HalfChainPeak.flops(),
                    seed -> {
                        double[] data = HalfChainPeak.data(seed);
                        return () -> HalfChainPeak.chains12(data, HalfChainPeak.ROUNDS);
                    }),
            new Entry(
                    "tile8x2",
                    "a register tile of 8 rows and 2 vectors fed from the L1 cache, as a matrix product does",
                    PeakKernels::vectorProblem,
                    () -> TilePeak.flops(),
                    seed -> new TilePeak(seed)::run),
            new Entry(
                    "scalar",
                    "a loop over an array that the JIT compiler vectorises",
                    () -> "",
                    () -> ScalarPeak.FLOPS,
                    seed -> new ScalarPeak(seed)::run));

    private PeakKernels() {}

    /** All kernels, usable here or not. */
    public static List<PeakKernel> all() {
        return ALL;
    }

    /** The names of {@link #all()}. */
    public static List<String> names() {
        return ALL.stream().map(PeakKernel::name).toList();
    }

    /**
     * The kernel of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    public static PeakKernel named(String name) {
        for (PeakKernel kernel : ALL) {
            if (kernel.name().equals(name)) {
                return kernel;
            }
        }
        throw new IllegalArgumentException(
                "no peak kernel is called '" + name + "'; there are " + String.join(", ", names()));
    }

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

    private record Entry(
            String name,
            String description,
            Supplier<String> problemSource,
            DoubleSupplier flopsSource,
            LongFunction<PeakKernel.Run> runs)
            implements PeakKernel {
        @Override
        public String problem() {
            return problemSource.get();
        }

        @Override
        public double flops() {
            requireUsable();
            return flopsSource.getAsDouble();
        }

        @Override
        public Run newRun(long seed) {
            requireUsable();
            return runs.apply(seed);
        }

        private void requireUsable() {
            String problem = problem();
            if (!problem.isEmpty()) {
                throw new IllegalStateException(name + " cannot run here: " + problem);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
