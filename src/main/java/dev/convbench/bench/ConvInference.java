package dev.convbench.bench;

import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;
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
 * How fast is y = x ⋆ w + b with weights that were laid out once for many calls, by strategy and layer?
 *
 * <p>Run it with {@code java -jar benchmarks.jar ConvInference -p strategy=simd -p conv=notebook:conv}. {@link ForkDefaults} explains the values below.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = ForkDefaults.FORKS,
        jvmArgsAppend = {ForkDefaults.ADD_MODULE, ForkDefaults.MIN_HEAP, ForkDefaults.MAX_HEAP, ForkDefaults.PRE_TOUCH})
@Warmup(iterations = ForkDefaults.WARMUPS, time = ForkDefaults.MILLIS, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = ForkDefaults.MEASUREMENTS, time = ForkDefaults.MILLIS, timeUnit = TimeUnit.MILLISECONDS)
public class ConvInference {
    /** Arrays, plan and prepared weights. */
    @State(Scope.Thread)
    public static class Inference extends ConvState {
        /** For JMH. */
        public Inference() {
            super(Pass.FORWARD);
        }

        @Override
        Trial newTrial(Strategy bound, Precision elements) {
            return ConvTrial.prepared(bound, shape(conv), elements);
        }
    }

    /** One operation: the whole batch through the layer. */
    @Benchmark
    public Object forward(Inference state) {
        return state.run();
    }
}
