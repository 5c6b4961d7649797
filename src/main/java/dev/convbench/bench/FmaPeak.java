package dev.convbench.bench;

import dev.convbench.op.Precision;
import dev.convbench.simd.PeakKernel;
import dev.convbench.simd.PeakKernels;
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
 * How many multiply-adds a second can this machine do? The best kernel's rate is the ceiling of every convolution.
 *
 * <p>Run it with {@code java -jar benchmarks.jar FmaPeak}; rate = ops/s × {@value TrialProfiler#FLOPS_PER_OP}.
 *
 * <p>{@link ForkDefaults} explains the values below.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
// The kernels live in registers: the heap does not matter.
@Fork(value = ForkDefaults.FORKS, jvmArgsAppend = ForkDefaults.ADD_MODULE)
@Warmup(iterations = ForkDefaults.WARMUPS, time = ForkDefaults.MILLIS, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = ForkDefaults.MEASUREMENTS, time = ForkDefaults.MILLIS, timeUnit = TimeUnit.MILLISECONDS)
public class FmaPeak {
    /** The kernel at work. */
    @State(Scope.Thread)
    public static class Peak {
        /** A name from {@link PeakKernels}. */
        @Param({"chains8", "chains12", "chains16", "chains12-256", "tile8x2", "scalar"})
        public String kernel;

        /** Element type: f64 or f32. */
        @Param("f64")
        public String precision;

        /** Threads that run the kernel at once, each on its own numbers. */
        @Param("1")
        public String workers;

        private PeakKernel.Run[] runs;
        private double[] results;
        private WorkerTeam team;
        private TrialFigures figures;

        /** Makes each worker's numbers and starts the threads. */
        @Setup(Level.Trial)
        public void setUp() {
            PeakKernel peak = peak(kernel, Precision.parse(precision));
            int count = Workers.parse(workers, true);
            runs = new PeakKernel.Run[count];
            for (int worker = 0; worker < count; worker++) {
                runs[worker] = peak.newRun(Seeds.of(worker));
            }
            results = new double[count];
            figures = TrialFigures.open();
            figures.flopsPerOp(peak.flops() * count);
            team = new WorkerTeam(count, this::runOne);
        }

        /** The kernel of that name and precision. */
        static PeakKernel peak(String kernel, Precision precision) {
            return precision == Precision.F64 ? PeakKernels.named(kernel) : PeakKernels.namedF32(kernel);
        }

        /** Ends the threads. */
        @TearDown(Level.Trial)
        public void tearDown() {
            team.close();
            figures.end();
        }

        private void runOne(int worker) {
            results[worker] = runs[worker].run();
        }

        /** Each worker does its kernel's work once. */
        double[] run() {
            team.run();
            return results;
        }
    }

    /** One operation: the kernel's work once on each worker. */
    @Benchmark
    public double[] fma(Peak peak) {
        return peak.run();
    }
}
