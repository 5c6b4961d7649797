package dev.convbench.gate;

import java.util.StringJoiner;

/**
 * One short fork without JMH: warms a {@link CalibratedKernel} up, measures some iterations, and prints them as one line,
 * nanoseconds a call with commas between. A JVM for each measurement costs little more than half a second.
 */
public final class KernelFork {
    private KernelFork() {}

    /** Arguments: kernel, extra work in per cent, milliseconds of warm-up, iterations, milliseconds of one. */
    public static void main(String[] args) {
        int extra = Integer.parseInt(args[1]);
        CalibratedKernel kernel = CalibratedKernel.named(args[0]);
        kernel.time(extra, Long.parseLong(args[2]) * 1_000_000);
        int iterations = Integer.parseInt(args[3]);
        long nanos = Long.parseLong(args[4]) * 1_000_000;
        StringJoiner line = new StringJoiner(",");
        for (int i = 0; i < iterations; i++) {
            line.add(Double.toString(kernel.time(extra, nanos)));
        }
        System.out.println(line);
    }
}
