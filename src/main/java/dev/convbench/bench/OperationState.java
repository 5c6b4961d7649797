package dev.convbench.bench;

import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.simd.Widths;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the benchmarks of all strategies share: the parameters, and the trial that is set up and checked before the first
 * timed call and checked after the last.
 */
@State(Scope.Thread)
public abstract class OperationState {
    /** A name from the registry; a test holds the defaults equal to it. */
    @Param({
        "auto-parallel",
        "auto",
        "simd-parallel",
        "simd",
        "winograd-parallel",
        "winograd",
        "simd-depthwise-parallel",
        "simd-depthwise",
        "simd-igemm-parallel",
        "simd-igemm",
        "simd-direct-parallel",
        "simd-direct",
        "winograd-6-parallel",
        "winograd-6",
        "winograd-4-parallel",
        "winograd-4",
        "winograd-2-parallel",
        "winograd-2",
        "fft-parallel",
        "fft",
        "fft-32-parallel",
        "fft-16-parallel",
        "fft-32",
        "fft-16",
        "im2col-parallel",
        "im2col",
        "loops-parallel",
        "loops",
        "strided-parallel",
        "strided",
        "naive-parallel",
        "naive"
    })
    public String strategy;

    /** Element type: f64 or f32. */
    @Param("f64")
    public String precision;

    /** Threads: a number, or {@value Workers#AUTO}. */
    @Param(Workers.AUTO)
    public String workers;

    private Trial trial;

    /** Only the benchmarks' own states. */
    OperationState() {}

    /** Makes the plan and the arrays of this state's operation. */
    abstract Trial newTrial(Strategy bound, Precision elements);

    /**
     * Makes the data and checks the strategy on it.
     *
     * @throws UnsupportedOperationException with the reason, if the strategy does not support the operation
     * @throws IllegalStateException if a result is wrong, or if vectors wider than the hardware's are asked for
     */
    @Setup(Level.Trial)
    public void setUp() {
        start(Strategies.named(strategy));
    }

    /** As {@link #setUp} with any strategy. */
    final void start(Strategy measured) {
        Widths.requireTimable();
        int count = Workers.parse(workers, measured.isParallel());
        trial = newTrial(measured.withWorkers(count), Precision.parse(precision));
        trial.checkBefore();
    }

    /** Overwrites the outputs, so that the check at the end sees what timed calls wrote. */
    @Setup(Level.Iteration)
    public void spoil() {
        trial.spoilAll();
    }

    /**
     * Checks what the timed calls wrote.
     *
     * @throws IllegalStateException if a result is wrong
     */
    @TearDown(Level.Trial)
    public void tearDown() {
        trial.checkAfter();
    }

    /** Carries out the operation on the set of arrays whose turn it is, and gives its output. */
    final Object run() {
        return trial.run();
    }
}
