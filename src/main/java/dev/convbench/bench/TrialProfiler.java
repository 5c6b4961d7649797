package dev.convbench.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Puts the figures of the trial beside the score, as secondary results of each iteration: {@value #MAX_ERROR} of the checks
 * so far (the check after the last call counts into the last iteration), and the work of one operation of the peak
 * benchmarks, {@value #FLOPS_PER_OP} and {@value #BYTES_PER_OP}.
 */
public final class TrialProfiler implements InternalProfiler {
    /** Worst |a − b| / max(1, |b|) of the results of this trial against the reference. */
    public static final String MAX_ERROR = "maxError";

    /** Floating point operations in one operation of {@link FmaPeak}. */
    public static final String FLOPS_PER_OP = "flopsPerOp";

    /** Bytes read and written in one operation of {@link CopyBandwidth}. */
    public static final String BYTES_PER_OP = "bytesPerOp";

    @Override
    public String getDescription() {
        return "Error of the checked results, and work of one operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmarkParams, IterationParams iterationParams) {
        // Nothing to start: the states gather the figures themselves.
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmarkParams, IterationParams iterationParams, IterationResult result) {
        TrialFigures.Snapshot figures = TrialFigures.collect();
        List<ScalarResult> results = new ArrayList<>();
        add(results, MAX_ERROR, figures.maxError(), "abs", AggregationPolicy.MAX);
        add(results, FLOPS_PER_OP, figures.flopsPerOp(), "flop/op", AggregationPolicy.AVG);
        add(results, BYTES_PER_OP, figures.bytesPerOp(), "B/op", AggregationPolicy.AVG);
        return results;
    }

    private static void add(
            List<ScalarResult> results, String label, double value, String unit, AggregationPolicy policy) {
        if (!Double.isNaN(value)) {
            results.add(new ScalarResult(label, value, unit, policy));
        }
    }
}
