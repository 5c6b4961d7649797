package dev.convbench.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.simd.PeakKernels;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks as JMH runs them, in this JVM and for an instant. */
class TrialProfilerTest {
    @BeforeEach
    void forgetEarlierTrials() {
        TrialFigures.collect();
    }

    private static RunResult run(Class<?> benchmark, String... parameters) throws RunnerException {
        // Another JMH on this machine must not stop a test.
        System.setProperty("jmh.ignoreLock", "true");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmark.getName() + "\\.")
                .addProfiler(TrialProfiler.class)
                .forks(0)
                .threads(2)
                .warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(5))
                .measurementIterations(2)
                .measurementTime(TimeValue.milliseconds(5))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        for (int i = 0; i < parameters.length; i += 2) {
            options.param(parameters[i], parameters[i + 1]);
        }
        return new Runner(options.build()).runSingle();
    }

    @Test
    void theErrorOfTheChecksIsASecondaryResult() throws RunnerException {
        RunResult result = run(ConvForward.class, "strategy", "naive", "conv", "mb1ic2ih5oc2kh3ph1");
        Result<?> error = result.getSecondaryResults().get(TrialProfiler.MAX_ERROR);
        assertEquals(0, error.getScore());
        assertEquals("abs", error.getScoreUnit());
        assertEquals(2, error.getSampleCount());
        assertEquals(1, result.getSecondaryResults().size());
        assertTrue(result.getPrimaryResult().getScore() > 0);
        assertEquals("ops/s", result.getPrimaryResult().getScoreUnit());
    }

    @Test
    void theWorkOfAPeakOperationIsASecondaryResult() throws RunnerException {
        RunResult result = run(FmaPeak.class, "kernel", "scalar");
        Result<?> flops = result.getSecondaryResults().get(TrialProfiler.FLOPS_PER_OP);
        assertEquals(PeakKernels.named("scalar").flops(), flops.getScore());
        assertEquals(
                Set.of(TrialProfiler.FLOPS_PER_OP), result.getSecondaryResults().keySet());
    }

    @Test
    void theWorkOfACopyIsASecondaryResult() throws RunnerException {
        RunResult result = run(CopyBandwidth.class, "bytes", "33554432");
        Result<?> bytes = result.getSecondaryResults().get(TrialProfiler.BYTES_PER_OP);
        assertEquals(33554432, bytes.getScore());
        assertEquals(
                Set.of(TrialProfiler.BYTES_PER_OP), result.getSecondaryResults().keySet());
    }
}
