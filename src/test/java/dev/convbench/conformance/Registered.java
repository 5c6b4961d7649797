package dev.convbench.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import dev.convbench.strategy.parallel.ForkingStrategy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The strategies that the conformance tests run on. */
final class Registered {
    /**
     * The names of all registered strategies, in the order of the registry. The one list to extend when a strategy joins.
     */
    static final List<String> NAMES = List.of(
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
            "naive");

    /** Workers of parallel strategies in these tests; they fork however small the work is. */
    static final int WORKERS = 3;

    private Registered() {}

    /** Every strategy that can run here, parallel ones without their threshold. */
    static List<Strategy> available() {
        return Strategies.all().stream()
                .filter(strategy -> strategy.available().ok())
                .map(strategy -> strategy.isParallel() ? ForkingStrategy.of(strategy, WORKERS) : strategy)
                .toList();
    }

    /** As {@link #available()}, the argument of parametrised tests. */
    static Stream<Named<Strategy>> strategies() {
        return available().stream().map(strategy -> Named.of(strategy.name(), strategy));
    }

    static boolean supports(Strategy strategy, ConvShape shape, Pass pass) {
        return strategy.supports(shape, pass, Precision.F64).ok();
    }

    static boolean supports(Strategy strategy, PoolShape shape) {
        return strategy.supports(shape, Pass.FORWARD, Precision.F64).ok()
                && strategy.supports(shape, Pass.BACKWARD_DATA, Precision.F64).ok();
    }

    /** Ends the test as skipped if the strategy cannot do a pass; the reference can do all. */
    static void assumeSupported(Strategy strategy, ConvShape shape, Pass... passes) {
        for (Pass pass : passes) {
            require(strategy, strategy.supports(shape, pass, Precision.F64));
        }
    }

    /** Ends the test as skipped if the strategy cannot do this pooling; the reference can. */
    static void assumeSupported(Strategy strategy, PoolShape shape) {
        require(strategy, strategy.supports(shape, Pass.FORWARD, Precision.F64));
        require(strategy, strategy.supports(shape, Pass.BACKWARD_DATA, Precision.F64));
    }

    private static void require(Strategy strategy, Support support) {
        if (strategy.name().startsWith(Strategies.REFERENCE) && !support.ok()) {
            throw new AssertionError("the reference refuses: " + support.reason());
        }
        assumeTrue(support.ok(), support.reason());
    }
}
