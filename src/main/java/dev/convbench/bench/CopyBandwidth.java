package dev.convbench.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many bytes a second can this machine copy, at a given footprint? The ceiling of every operation that does little with
 * each number it reads.
 *
 * <p>Run it with {@code java -jar benchmarks.jar CopyBandwidth -p bytes=8388608}; rate = ops/s × {@value
 * TrialProfiler#BYTES_PER_OP}.
 *
 * <p>{@link ForkDefaults} explains the values below.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = ForkDefaults.FORKS,
        jvmArgsAppend = {ForkDefaults.ADD_MODULE, ForkDefaults.MIN_HEAP, ForkDefaults.MAX_HEAP, ForkDefaults.PRE_TOUCH})
@Warmup(iterations = ForkDefaults.WARMUPS, time = ForkDefaults.MILLIS, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = ForkDefaults.MEASUREMENTS, time = ForkDefaults.MILLIS, timeUnit = TimeUnit.MILLISECONDS)
public class CopyBandwidth {
    /** Two arrays, copied back and forth. */
    @State(Scope.Thread)
    public static class Copy {
        /** At least this much is copied in one operation, so that starting the workers costs nothing against it. */
        private static final long LEAST_BYTES_PER_OP = 1L << 24;

        /** Footprint: bytes read and bytes written, together. */
        @Param({"262144", "8388608", "268435456"})
        public String bytes;

        /** Threads that copy at once, each its own part of the arrays. */
        @Param("1")
        public String workers;

        private double[] source;
        private double[] target;
        private int workerCount;
        private long repeats;
        private long seed;
        private WorkerTeam team;
        private TrialFigures figures;

        /** Fills the arrays with different numbers and starts the threads. */
        @Setup(Level.Trial)
        public void setUp() {
            int length = length(bytes);
            seed = Seeds.of(0);
            source = numbers(seed, length);
            target = numbers(Seeds.of(1), length);
            workerCount = Workers.parse(workers, true);
            long footprint = 2L * Double.BYTES * length;
            repeats = (LEAST_BYTES_PER_OP + footprint - 1) / footprint;
            figures = TrialFigures.open();
            figures.bytesPerOp((double) footprint * repeats);
            team = new WorkerTeam(workerCount, this::copyPart);
        }

        /** Checks that both arrays hold the numbers that one of them began with, and ends the threads. */
        @TearDown(Level.Trial)
        public void tearDown() {
            team.close();
            figures.end();
            double[] expected = numbers(seed, source.length);
            if (!Arrays.equals(source, expected) || !Arrays.equals(target, expected)) {
                throw new IllegalStateException("the copies differ from what was copied");
            }
        }

        /**
         * Length of each array for a footprint.
         *
         * @throws IllegalArgumentException if two arrays of doubles cannot have that footprint
         */
        static int length(String bytes) {
            long footprint;
            try {
                footprint = Long.parseLong(bytes);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("bytes is '" + bytes + "', must be a number", e);
            }
            long pair = 2L * Double.BYTES;
            if (footprint < pair || footprint % pair != 0 || footprint / pair > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("bytes is " + footprint + ", must be a positive multiple of " + pair
                        + " that two arrays of doubles can have together");
            }
            return (int) (footprint / pair);
        }

        private static double[] numbers(long seed, int length) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] numbers = new double[length];
            Arrays.setAll(numbers, i -> random.nextDouble());
            return numbers;
        }

        private void copyPart(int worker) {
            int from = (int) ((long) source.length * worker / workerCount);
            int to = (int) ((long) source.length * (worker + 1) / workerCount);
            for (long repeat = 0; repeat < repeats; repeat++) {
                System.arraycopy(source, from, target, from, to - from);
            }
        }

        /** Copies one array to the other; the next call copies it back. */
        double[] run() {
            double[] written = target;
            team.run();
            target = source;
            source = written;
            return written;
        }
    }

    /** One operation: the array copied as often as it takes to be long. */
    @Benchmark
    public double[] copy(Copy copy) {
        return copy.run();
    }
}
