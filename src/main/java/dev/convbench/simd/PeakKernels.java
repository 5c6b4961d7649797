package dev.convbench.simd;

import java.util.List;

/**
 * The FMA peak kernels by name, in double and in float. Those written with the Vector API use the width that the hardware
 * prefers, whatever {@link Widths#PROPERTY} says: the peak is the machine's. Loads without that API, and offers the scalar
 * kernel then.
 */
public final class PeakKernels {
    private PeakKernels() {}

    /** All kernels in double, usable here or not. */
    public static List<PeakKernel> all() {
        return PeakEntries.ALL;
    }

    /** The same in float. */
    public static List<PeakKernel> allF32() {
        return PeakEntriesF32.ALL;
    }

    /** The names of {@link #all()}. */
    public static List<String> names() {
        return all().stream().map(PeakKernel::name).toList();
    }

    /**
     * The double kernel of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    public static PeakKernel named(String name) {
        return named(all(), name);
    }

    /**
     * The float kernel of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    public static PeakKernel namedF32(String name) {
        return named(allF32(), name);
    }

    private static PeakKernel named(List<PeakKernel> all, String name) {
        for (PeakKernel kernel : all) {
            if (kernel.name().equals(name)) {
                return kernel;
            }
        }
        throw new IllegalArgumentException(
                "no peak kernel is called '" + name + "'; there are " + String.join(", ", names()));
    }
}
