package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.Data;
import dev.convbench.check.Elements;
import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batch normalisation in float, all four passes, against the double reference on the same numbers. */
@Tag("kernel")
class FloatBatchNormTest {
    private static final BatchNormShape SHAPE = new BatchNormShape(3, 5, 7, 9);

    /** N = 189 terms a sum, in units of 2^-24, some passes with two sums; results are of the order of 1. */
    private static final double TOLERANCE = 2 * (SHAPE.count() + 10) * 0x1p-24;

    private static final float EPS = 1e-3f;

    private final float[] x =
            Elements.of(Data.uniform(SHAPE.length(), 1), Precision.F32).f32();
    private final float[] gamma =
            Elements.of(Data.uniform(SHAPE.c(), 2), Precision.F32).f32();
    private final float[] beta =
            Elements.of(Data.uniform(SHAPE.c(), 3), Precision.F32).f32();
    private final float[] dy =
            Elements.of(Data.uniform(SHAPE.length(), 4), Precision.F32).f32();

    static Stream<Named<Strategy>> strategies() {
        return Registered.strategies()
                .filter(strategy ->
                        strategy.getPayload().supports(SHAPE, Precision.F64).ok());
    }

    private static double[] wide(float[] values) {
        double[] wide = new double[values.length];
        for (int k = 0; k < wide.length; k++) {
            wide[k] = values[k];
        }
        return wide;
    }

    private static void assertClose(double[] expected, float[] actual, String what) {
        for (int k = 0; k < expected.length; k++) {
            assertEquals(expected[k], actual[k], TOLERANCE * Math.max(1, Math.abs(expected[k])), what + " " + k);
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void agreesWithTheDoubleReference(Strategy strategy) {
        assertTrue(strategy.supports(SHAPE, Precision.F32).ok());
        BatchNorm plan = strategy.batchNorm(SHAPE, Precision.F32);
        assertEquals(Precision.F32, plan.precision());
        Scratch scratch = plan.newScratch();
        BatchNorm master = Strategies.reference().batchNorm(SHAPE, Precision.F64);
        Scratch masterScratch = master.newScratch();

        float[] y = new float[x.length];
        float[] mean = new float[SHAPE.c()];
        float[] variance = new float[SHAPE.c()];
        plan.forwardTrain(x, gamma, beta, EPS, y, mean, variance, scratch);
        double[] expectedY = new double[x.length];
        double[] expectedMean = new double[SHAPE.c()];
        double[] expectedVariance = new double[SHAPE.c()];
        master.forwardTrain(
                wide(x), wide(gamma), wide(beta), EPS, expectedY, expectedMean, expectedVariance, masterScratch);
        assertClose(expectedMean, mean, "mean");
        assertClose(expectedVariance, variance, "variance");
        assertClose(expectedY, y, "y");

        plan.forwardTest(x, gamma, beta, EPS, mean, variance, y, scratch);
        master.forwardTest(wide(x), wide(gamma), wide(beta), EPS, wide(mean), wide(variance), expectedY, masterScratch);
        assertClose(expectedY, y, "y, test");

        float[] dx = new float[x.length];
        float[] dgamma = new float[SHAPE.c()];
        float[] dbeta = new float[SHAPE.c()];
        double[] expectedDx = new double[x.length];
        double[] expectedDgamma = new double[SHAPE.c()];
        double[] expectedDbeta = new double[SHAPE.c()];
        for (boolean train : new boolean[] {true, false}) {
            if (train) {
                plan.backwardTrain(x, gamma, EPS, mean, variance, dy, dx, dgamma, dbeta, scratch);
                master.backwardTrain(
                        wide(x),
                        wide(gamma),
                        EPS,
                        wide(mean),
                        wide(variance),
                        wide(dy),
                        expectedDx,
                        expectedDgamma,
                        expectedDbeta,
                        masterScratch);
            } else {
                plan.backwardTest(x, gamma, EPS, mean, variance, dy, dx, dgamma, dbeta, scratch);
                master.backwardTest(
                        wide(x),
                        wide(gamma),
                        EPS,
                        wide(mean),
                        wide(variance),
                        wide(dy),
                        expectedDx,
                        expectedDgamma,
                        expectedDbeta,
                        masterScratch);
            }
            assertClose(expectedDx, dx, "dx, train " + train);
            assertClose(expectedDgamma, dgamma, "dgamma, train " + train);
            assertClose(expectedDbeta, dbeta, "dbeta, train " + train);
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void doublesAreRefused(Strategy strategy) {
        BatchNorm plan = strategy.batchNorm(SHAPE, Precision.F32);
        double[] wide = wide(x);
        double[] channels = wide(gamma);
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> plan.forwardTrain(wide, channels, channels, EPS, wide, channels, channels, plan.newScratch()));
        assertEquals("this plan is for f32: it takes float arrays, not double", refused.getMessage());
    }
}
