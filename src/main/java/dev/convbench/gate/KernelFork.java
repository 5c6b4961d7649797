package dev.convbench.gate;

import java.util.StringJoiner;

/**
 * One short fork without JMH: warms a {@link CalibratedKernel} up, measures some iterations, and prints nanoseconds a call in
 * one line and those of the {@link Ruler} in the next, an iteration each, with commas between. An iteration alternates between
 * both in slices and keeps the fastest slice of each. A JVM for each measurement costs little more than half a second.
 */
public final class KernelFork {
    private static final int SLICES = 4;
    /** A ruler gets that share of the time of an iteration. */
    private static final int RULER_SHARE = 4;

    private KernelFork() {}

    /** Arguments: kernel, extra work in per cent, milliseconds of warm-up, iterations, milliseconds of one. */
    public static void main(String[] args) {
        int extra = Integer.parseInt(args[1]);
        long warmup = Long.parseLong(args[2]) * 1_000_000;
        int iterations = Integer.parseInt(args[3]);
        long slice = Long.parseLong(args[4]) * 1_000_000 / SLICES;
        CalibratedKernel kernel = CalibratedKernel.named(args[0]);
        Ruler ruler = new Ruler();
        kernel.time(extra, warmup - warmup / RULER_SHARE);
        ruler.time(warmup / RULER_SHARE);
        StringJoiner kernels = new StringJoiner(",");
        StringJoiner rulers = new StringJoiner(",");
        for (int i = 0; i < iterations; i++) {
            double bestKernel = Double.POSITIVE_INFINITY;
            double bestRuler = Double.POSITIVE_INFINITY;
            for (int k = 0; k < SLICES; k++) {
                bestKernel = Math.min(bestKernel, kernel.time(extra, slice - slice / RULER_SHARE));
                bestRuler = Math.min(bestRuler, ruler.time(slice / RULER_SHARE));
            }
            kernels.add(Double.toString(bestKernel));
            rulers.add(Double.toString(bestRuler));
        }
        System.out.println(kernels);
        System.out.println(rulers);
        if (Double.isNaN(ruler.sum())) {
            throw new IllegalStateException("the ruler lost its numbers");
        }
    }
}
