package dev.convbench.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;

/**
 * A look of less than a second at whether this machine is quiet enough to measure on.
 *
 * @param logicalCores threads that the machine runs at once
 * @param loadAverage runnable threads over the last minute; negative if the system does not say
 * @param busyCores how many cores others kept busy while this JVM slept
 * @param stolen share of the time that a hypervisor took for other machines, 0 to 1
 * @param timerNanos smallest step of the clock seen
 * @param spread how much longer than the shortest the median of many equal pieces of work took, 0 being no longer
 * @param governor frequency governor; empty if it cannot be read
 */
public record NoiseCheck(
        int logicalCores,
        double loadAverage,
        double busyCores,
        double stolen,
        long timerNanos,
        double spread,
        String governor) {
    /** Longer than oshi keeps a reading of the ticks, 300 ms: a second reading before that is the first one again. */
    private static final long WATCH_MILLIS = 500;

    private static final int PIECES = 40;

    /** Rounds of one piece of work: about 2 ms. */
    private static final int ROUNDS = 2_000_000;

    private static final double MOST_BUSY_CORES = 0.2;
    private static final double MOST_STOLEN = 0.01;
    private static final double MOST_SPREAD = 0.1;
    private static final long COARSEST_TIMER_NANOS = 1_000;

    /** Looks at this machine. */
    public static NoiseCheck take() {
        CentralProcessor processor = new SystemInfo().getHardware().getProcessor();
        int cores = processor.getLogicalProcessorCount();
        long[] before = processor.getSystemCpuLoadTicks();
        sleep();
        long[] passed = difference(processor.getSystemCpuLoadTicks(), before);
        double all = Arrays.stream(passed).sum();
        if (all <= 0) {
            throw new IllegalStateException("the processor's ticks did not advance in " + WATCH_MILLIS + " ms");
        }
        double idle = passed[TickType.IDLE.getIndex()] + passed[TickType.IOWAIT.getIndex()];
        double stolen = passed[TickType.STEAL.getIndex()];
        return new NoiseCheck(
                cores,
                processor.getSystemLoadAverage(1)[0],
                Math.max(0, (all - idle - stolen) / all * cores),
                stolen / all,
                timerStep(),
                measureSpread(),
                Probe.governor());
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long[] difference(long[] after, long[] before) {
        long[] passed = new long[after.length];
        Arrays.setAll(passed, i -> after[i] - before[i]);
        return passed;
    }

    private static long timerStep() {
        long smallest = Long.MAX_VALUE;
        for (int i = 0; i < 1_000; i++) {
            long start = System.nanoTime();
            long end = System.nanoTime();
            while (end == start) {
                end = System.nanoTime();
            }
            smallest = Math.min(smallest, end - start);
        }
        return smallest;
    }

    private static double measureSpread() {
        long[] times = new long[PIECES];
        long value = 1;
        for (int piece = -PIECES; piece < PIECES; piece++) {
            long start = System.nanoTime();
            value = work(value);
            // The first half warms up; value is never 0, but the compiler cannot know.
            times[Math.max(0, piece)] = value == 0 ? 0 : System.nanoTime() - start;
        }
        Arrays.sort(times);
        return times[PIECES / 2] / (double) times[0] - 1;
    }

    /** A chain of dependent integer operations (xorshift, Marsaglia 2003): its time does not depend on its values. */
    private static long work(long seed) {
        long value = seed;
        for (int round = 0; round < ROUNDS; round++) {
            value ^= value << 13;
            value ^= value >>> 7;
            value ^= value << 17;
        }
        return value;
    }

    /** What may disturb a measurement, one sentence each; empty if nothing was seen. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (busyCores > MOST_BUSY_CORES) {
            warnings.add(text("other processes keep %.1f of %d cores busy", busyCores, logicalCores));
        } else if (loadAverage > logicalCores) {
            warnings.add(text("the load average of the last minute is %.1f on %d cores", loadAverage, logicalCores));
        }
        if (stolen > MOST_STOLEN) {
            warnings.add(text("the hypervisor gave %.0f%% of the time to other machines", stolen * 100));
        }
        if (spread > MOST_SPREAD) {
            warnings.add(text("the same work usually takes %.0f%% longer than at best", spread * 100));
        }
        if (timerNanos > COARSEST_TIMER_NANOS) {
            warnings.add(text("the clock advances in steps of %d ns", timerNanos));
        }
        if (!governor.isEmpty() && !governor.equals("performance")) {
            warnings.add(text("the frequency governor is '%s', not 'performance'", governor));
        }
        return List.copyOf(warnings);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
