package dev.convbench.simd;

/**
 * A loop that does nothing but fused multiply-adds, as many at once as it can: its rate is an estimate from below of what
 * one core of this machine can do. Which loop gets closest differs between processors and compilers, so there are several
 * in {@link PeakKernels}.
 */
public interface PeakKernel {
    /** The kernel at work on one thread: its own arrays, which no other thread touches. */
    interface Run {
        /**
         * Does the kernel's work once.
         *
         * @return a number that depends on every multiply-add, so that none can be left out
         */
        double run();
    }

    /** The name used in parameters and results. */
    String name();

    /** What it does, in one line. */
    String description();

    /** Why it cannot run here, as one phrase; empty if it can. */
    String problem();

    /**
     * Floating point operations of one {@link Run#run}; a multiply-add counts as two.
     *
     * @throws IllegalStateException if it cannot run here
     */
    double flops();

    /**
     * New arrays for one thread.
     *
     * @param seed decides the numbers in them
     * @throws IllegalStateException if it cannot run here
     */
    Run newRun(long seed);
}
