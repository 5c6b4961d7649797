package dev.convbench.machine;

import java.util.List;

/**
 * The processor.
 *
 * @param vendor as the processor says, for example {@code AuthenticAMD}
 * @param model marketing name
 * @param microarchitecture for example {@code Zen 4}; empty if not known
 * @param physicalCores cores, of which each runs one or more threads
 * @param logicalCores threads that run at once, as the operating system counts them
 * @param smt whether cores run more than one thread
 * @param caches data caches of one core or shared by several, smallest level first, for example {@code L2 1 MiB}
 * @param governor frequency governor; empty if it cannot be read
 */
public record Cpu(
        String vendor,
        String model,
        String microarchitecture,
        int physicalCores,
        int logicalCores,
        boolean smt,
        List<String> caches,
        String governor) {
    /** Copies the list. */
    public Cpu {
        caches = List.copyOf(caches);
    }
}
