package dev.convbench.run;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A benchmark that the tests of the runner run for real. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 2, jvmArgsAppend = "-Dtiny.benchmark=yes")
@Warmup(iterations = 0)
@Measurement(iterations = 2, time = 10, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class TinyBenchmark {
    /** What to do: {@code add} or {@code fail}. */
    @Param({"add", "fail"})
    public String what;

    private int sum;

    /** One operation. */
    @Benchmark
    public int tiny() {
        if (what.equals("fail")) {
            throw new IllegalStateException("told to fail");
        }
        return ++sum;
    }
}
