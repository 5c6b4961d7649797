package dev.convbench.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast is a training step of the notebook's network (batch 50, 32 filters of 7x7, adam), by strategy?
 *
 * <p>Run it with {@code java -jar benchmarks.jar TrainStep -p strategy=simd,simd-parallel}. {@link ForkDefaults} explains the values below.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = ForkDefaults.FORKS,
        jvmArgsAppend = {ForkDefaults.ADD_MODULE, ForkDefaults.MIN_HEAP, ForkDefaults.MAX_HEAP, ForkDefaults.PRE_TOUCH})
@Warmup(iterations = ForkDefaults.WARMUPS, time = ForkDefaults.MILLIS, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = ForkDefaults.MEASUREMENTS, time = ForkDefaults.MILLIS, timeUnit = TimeUnit.MILLISECONDS)
public class TrainStep {
    /** Arrays and network. */
    @State(Scope.Thread)
    public static class Step extends StepState {
        /** For JMH. */
        public Step() {}
    }

    /** One operation: loss, all gradients but that of the images, and the update of all parameters. */
    @Benchmark
    public Object step(Step state) {
        return state.run();
    }
}
