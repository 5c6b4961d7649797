package dev.convbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.strategy.parallel.ForkingStrategy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Strategies and numbers for tests of layers. */
final class Fixtures {
    /** Workers of parallel strategies: they fork however small the work is. */
    private static final int WORKERS = 3;

    private static final BatchNormShape SOME = new BatchNormShape(2, 2, 2, 2);

    private Fixtures() {}

    private static Stream<Strategy> available() {
        return Strategies.all().stream()
                .filter(strategy -> strategy.available().ok())
                .map(strategy -> strategy.isParallel() ? ForkingStrategy.of(strategy, WORKERS) : strategy);
    }

    /** Strategies that have batch normalisation. */
    static Stream<Named<Strategy>> batchNorms() {
        return available()
                .filter(strategy -> strategy.supports(SOME, Precision.F64).ok())
                .map(strategy -> Named.of(strategy.name(), strategy));
    }

    /** Some strategies of each kind that can do a whole network: all of them would repeat what kernels are tested for. */
    static Stream<Named<Strategy>> networks() {
        List<String> names = List.of("simd", "simd-parallel", "loops", "naive", "naive-parallel");
        return available()
                .filter(strategy -> names.contains(strategy.name()))
                .map(strategy -> Named.of(strategy.name(), strategy));
    }

    /** Standard normal numbers. */
    static double[] normal(int length, long seed) {
        double[] values = new double[length];
        new SplitMix(seed).fillGaussian(values, 1);
        return values;
    }

    static void assertGradient(double limit, double[] numeric, double[] computed, String name) {
        double error = GradientCheck.relativeError(numeric, computed);
        assertTrue(error <= limit, () -> name + " differs from centred differences by " + error);
    }

    /** Equal bit by bit, so that −0 is not 0. */
    static void assertSameBits(double[] expected, double[] actual, String name) {
        assertArrayEquals(bits(expected), bits(actual), name);
    }

    private static long[] bits(double[] values) {
        long[] bits = new long[values.length];
        for (int k = 0; k < values.length; k++) {
            bits[k] = Double.doubleToLongBits(values[k]);
        }
        return bits;
    }

    /** A copy of each array. */
    static double[][] copies(double[]... arrays) {
        double[][] copies = new double[arrays.length][];
        for (int k = 0; k < arrays.length; k++) {
            copies[k] = arrays[k].clone();
        }
        return copies;
    }

    /** What a layer was given is as it was. */
    static void assertUntouched(double[][] before, double[]... inputs) {
        for (int k = 0; k < inputs.length; k++) {
            assertSameBits(before[k], inputs[k], "input " + k);
        }
    }
}
