package dev.convbench.simd;

import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A peak kernel as functions, so that none of its classes is loaded before it is known that it can run.
 *
 * @param name see {@link PeakKernel#name}
 * @param description see {@link PeakKernel#description}
 * @param problemSource see {@link PeakKernel#problem}
 * @param flopsSource see {@link PeakKernel#flops}
 * @param runs see {@link PeakKernel#newRun}
 */
record PeakEntry(
        String name,
        String description,
        Supplier<String> problemSource,
        LongSupplier flopsSource,
        LongFunction<PeakKernel.Run> runs)
        implements PeakKernel {
    @Override
    public String problem() {
        return problemSource.get();
    }

    @Override
    public double flops() {
        requireUsable();
        return flopsSource.getAsLong();
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
