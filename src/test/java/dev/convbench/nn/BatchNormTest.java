package dev.convbench.nn;

import static dev.convbench.nn.Fixtures.assertSameBits;
import static dev.convbench.nn.Fixtures.normal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.Data;
import dev.convbench.op.BatchNorm;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Precision;
import dev.convbench.op.RunningStatistics;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.strategy.parallel.ForkingStrategy;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch normalisation of every strategy against the reference, at sizes that are and are not multiples of vectors. */
@Tag("kernel")
class BatchNormTest {
    private static final double EPS = 1e-5;

    private static final List<BatchNormShape> SHAPES = List.of(
            new BatchNormShape(1, 1, 1, 2),
            new BatchNormShape(7, 3, 1, 1),
            new BatchNormShape(1, 2, 5, 7),
            new BatchNormShape(2, 5, 3, 11),
            new BatchNormShape(4, 3, 8, 8),
            new BatchNormShape(6, 2, 9, 13),
            new BatchNormShape(9, 40, 6, 6),
            new BatchNormShape(5, 4, 56, 40));

    /** Everything that one training pass and both gradients write. */
    private record Results(
            double[] y,
            double[] mean,
            double[] variance,
            double[] dx,
            double[] dgamma,
            double[] dbeta,
            double[] yTest,
            double[] dxTest) {
        List<double[]> all() {
            return List.of(y, mean, variance, dx, dgamma, dbeta, yTest, dxTest);
        }
    }

    private static Results run(Strategy strategy, BatchNormShape shape, double offset) {
        BatchNorm plan = strategy.batchNorm(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        double[] x = normal(shape.length(), 1);
        for (int k = 0; k < x.length; k++) {
            x[k] += offset;
        }
        double[] dy = normal(shape.length(), 2);
        double[] gamma = normal(shape.c(), 3);
        double[] beta = normal(shape.c(), 4);
        int c = shape.c();
        Results r = new Results(
                Data.nan(x.length),
                Data.nan(c),
                Data.nan(c),
                Data.nan(x.length),
                Data.nan(c),
                Data.nan(c),
                Data.nan(x.length),
                Data.nan(x.length));
        plan.forwardTrain(x, gamma, beta, EPS, r.y, r.mean, r.variance, scratch);
        plan.backwardTrain(x, gamma, EPS, r.mean, r.variance, dy, r.dx, r.dgamma, r.dbeta, scratch);
        plan.forwardTest(x, gamma, beta, EPS, r.mean, r.variance, r.yTest, scratch);
        plan.backwardTest(x, gamma, EPS, r.mean, r.variance, dy, r.dxTest, Data.nan(c), Data.nan(c), scratch);
        return r;
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#batchNorms")
    void agreesWithTheReference(Strategy strategy) {
        for (BatchNormShape shape : SHAPES) {
            Results expected = run(Strategies.reference(), shape, 0);
            Results actual = run(strategy, shape, 0);
            for (int k = 0; k < expected.all().size(); k++) {
                Golden.assertClose(
                        expected.all().get(k), actual.all().get(k), strategy.name() + " " + shape + " result " + k);
            }
        }
    }

    /** A mean that is a million deviations away costs digits of x itself, but the variance must not be lost in it. */
    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#batchNorms")
    void aLargeMeanDoesNotSpoilTheVariance(Strategy strategy) {
        BatchNormShape shape = new BatchNormShape(4, 3, 8, 8);
        double[] plain = run(Strategies.reference(), shape, 0).variance;
        double[] shifted = run(strategy, shape, 1e6).variance;
        for (int c = 0; c < plain.length; c++) {
            assertEquals(plain[c], shifted[c], 1e-8 * plain[c]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"naive-parallel", "loops-parallel", "simd-parallel"})
    void isTheSameToTheBitForEveryNumberOfWorkers(String name) {
        Strategy registered = Strategies.named(name);
        if (!registered.available().ok()) {
            return;
        }
        Strategy serial = Strategies.named(name.replace("-parallel", ""));
        for (BatchNormShape shape : SHAPES) {
            List<double[]> expected = run(serial, shape, 0).all();
            for (int workers = 1; workers <= 3; workers++) {
                List<double[]> actual =
                        run(ForkingStrategy.of(registered, workers), shape, 0).all();
                for (int k = 0; k < expected.size(); k++) {
                    assertSameBits(expected.get(k), actual.get(k), name + " with " + workers + " on " + shape);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.nn.Fixtures#batchNorms")
    void normalisesToMeanZeroAndDeviationOne(Strategy strategy) {
        BatchNormShape shape = new BatchNormShape(6, 2, 9, 13);
        SpatialBatchNorm layer = new SpatialBatchNorm(strategy, shape);
        double[] y = Data.nan(shape.length());
        layer.forwardTrain(normal(shape.length(), 5), new double[] {1, 1}, new double[2], y);
        for (int c = 0; c < 2; c++) {
            double sum = 0;
            double squares = 0;
            for (int n = 0; n < 6; n++) {
                for (int p = 0; p < 117; p++) {
                    double value = y[(n * 2 + c) * 117 + p];
                    sum += value;
                    squares += value * value;
                }
            }
            assertEquals(0, sum / shape.count(), 1e-14);
            assertEquals(1, squares / shape.count(), 1e-4);
        }
    }

    @Test
    void runningStatisticsFollowEitherConvention() {
        double[] mean = {2};
        double[] variance = {8};
        double[] runningMean = {1};
        double[] runningVariance = {1};
        RunningStatistics.NOTEBOOK.update(mean, variance, 5, runningMean, runningVariance);
        assertEquals(0.9 + 0.1 * 2, runningMean[0], 1e-15);
        assertEquals(0.9 + 0.1 * 8, runningVariance[0], 1e-15);
        runningVariance[0] = 1;
        RunningStatistics.PYTORCH.update(mean, variance, 5, runningMean, runningVariance);
        assertEquals(0.9 + 0.1 * 10, runningVariance[0], 1e-15);
        assertThrows(
                IllegalArgumentException.class,
                () -> RunningStatistics.PYTORCH.update(mean, variance, 1, runningMean, runningVariance));
        assertThrows(IllegalArgumentException.class, () -> new RunningStatistics(1.5, false));
    }

    @Test
    void refusesWrongArguments() {
        BatchNormShape shape = new BatchNormShape(2, 3, 2, 2);
        BatchNorm plan = Strategies.reference().batchNorm(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        double[] x = new double[24];
        double[] y = new double[24];
        double[] a = new double[3];
        double[] b = new double[3];
        double[] mean = new double[3];
        double[] variance = new double[3];
        assertRefused("y and x", () -> plan.forwardTrain(x, a, b, EPS, x, mean, variance, scratch));
        assertRefused("x has 3", () -> plan.forwardTrain(a, a, b, EPS, y, mean, variance, scratch));
        assertRefused("mean is also", () -> plan.forwardTrain(x, a, b, EPS, y, a, variance, scratch));
        assertRefused("eps is NaN", () -> plan.forwardTest(x, a, b, Double.NaN, mean, variance, y, scratch));
        assertRefused(
                "dx and dy", () -> plan.backwardTrain(x, a, EPS, mean, variance, y, y, new double[3], b, scratch));
        assertRefused("dgamma and dbeta", () -> plan.backwardTest(x, a, EPS, mean, variance, x, y, b, b, scratch));
        Scratch other = Strategies.reference().batchNorm(shape, Precision.F64).newScratch();
        assertRefused("another plan", () -> plan.forwardTest(x, a, b, EPS, mean, variance, y, other));
        assertRefused("ic is 0", () -> new BatchNormShape(1, 0, 1, 1));
        assertThrows(
                UnsupportedOperationException.class,
                () -> Strategies.named("im2col").batchNorm(shape, Precision.F64));
        assertThrows(
                IllegalStateException.class,
                () -> new SpatialBatchNorm(Strategies.reference(), shape).backwardTrain(x, a, x, y, b, mean));
    }

    private static void assertRefused(String message, Runnable call) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }
}
