package dev.convbench.bench;

import dev.convbench.op.Pass;
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
 * How fast is spatial batch normalisation in training, by strategy?
 *
 * <p>Run it with {@code java -jar benchmarks.jar BatchNormForward -p strategy=simd,loops}. {@link ForkDefaults} explains the values below.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = ForkDefaults.FORKS,
        jvmArgsAppend = {ForkDefaults.ADD_MODULE, ForkDefaults.MIN_HEAP, ForkDefaults.MAX_HEAP, ForkDefaults.PRE_TOUCH})
@Warmup(iterations = ForkDefaults.WARMUPS, time = ForkDefaults.MILLIS, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = ForkDefaults.MEASUREMENTS, time = ForkDefaults.MILLIS, timeUnit = TimeUnit.MILLISECONDS)
public class BatchNormForward {
    /** Arrays and plan of this pass. */
    @State(Scope.Thread)
    public static class Forward extends NormState {
        /** For JMH. */
        public Forward() {
            super(Pass.FORWARD);
        }
    }

    /** One operation: the whole batch through the layer. */
    @Benchmark
    public Object forward(Forward state) {
        return state.run();
    }
}
