package dev.convbench.nn.notebook;

import static dev.convbench.nn.GradientCheck.STEP;
import static dev.convbench.nn.GradientCheck.numeric;
import static dev.convbench.nn.GradientCheck.relativeError;

import dev.convbench.nn.GradientCheck;
import dev.convbench.nn.SpatialBatchNorm;
import dev.convbench.nn.SplitMix;
import dev.convbench.op.BatchNormShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import java.util.Arrays;

/** The cells on spatial batch normalisation. */
final class BatchNormCells {
    /** In training the sums are exact but for rounding; eps lowers a deviation of 5 by some 2e-6. */
    private static final double TRAIN_LIMIT = 1e-5;

    /**
     * In test mode: 0.9⁵⁰ of the start of the running statistics is left, 0.5% of a mean of 13 or 0.03 deviations; a mean of 1,320
     * numbers strays by 0.03 and the running mean by a third of that.
     */
    private static final double TEST_LIMIT = 0.15;

    private final Strategy strategy;

    BatchNormCells(Settings settings) {
        BatchNormShape some = new BatchNormShape(2, 2, 2, 2);
        strategy =
                settings.strategy().supports(some, Precision.F64).ok() ? settings.strategy() : Strategies.reference();
    }

    void forwardTrain(CellBuilder cell, SplitMix random) {
        BatchNormShape shape = new BatchNormShape(2, 3, 4, 5);
        double[] x = Numbers.normal(random, shape.length(), 10, 4);
        double[] y = new double[x.length];
        cell.line("before: means %s, deviations %s", text(means(x, shape)), text(deviations(x, shape)));
        SpatialBatchNorm layer = new SpatialBatchNorm(strategy, shape);
        layer.forwardTrain(x, new double[] {1, 1, 1}, new double[3], y);
        cell.line("after: means %s, deviations %s", text(means(y, shape)), text(deviations(y, shape)));
        hold(cell, "", y, shape, new double[3], new double[] {1, 1, 1}, TRAIN_LIMIT, "0", "1");
        double[] gamma = {3, 4, 5};
        double[] beta = {6, 7, 8};
        layer.forwardTrain(x, gamma, beta, y);
        cell.line(
                "with gamma 3, 4, 5 and beta 6, 7, 8: means %s, deviations %s",
                text(means(y, shape)), text(deviations(y, shape)));
        hold(cell, ", scaled", y, shape, beta, gamma, TRAIN_LIMIT, "6, 7, 8", "3, 4, 5");
    }

    void forwardTest(CellBuilder cell, SplitMix random) {
        BatchNormShape shape = new BatchNormShape(10, 4, 11, 12);
        double[] gamma = {1, 1, 1, 1};
        double[] beta = new double[4];
        SpatialBatchNorm layer = new SpatialBatchNorm(strategy, shape);
        double[] y = new double[shape.length()];
        for (int t = 0; t < 50; t++) {
            layer.forwardTrain(Numbers.normal(random, shape.length(), 13, 2.3), gamma, beta, y);
        }
        layer.forwardTest(Numbers.normal(random, shape.length(), 13, 2.3), gamma, beta, y);
        cell.line("means %s, deviations %s", text(means(y, shape)), text(deviations(y, shape)));
        hold(cell, " in test mode", y, shape, beta, gamma, TEST_LIMIT, "0", "1");
    }

    private static void hold(
            CellBuilder cell,
            String when,
            double[] y,
            BatchNormShape shape,
            double[] expectedMeans,
            double[] expectedDeviations,
            double limit,
            String aboutMeans,
            String aboutDeviations) {
        cell.error(
                "means" + when + ": largest distance",
                Numbers.largestDifference(means(y, shape), expectedMeans),
                limit,
                aboutMeans);
        cell.error(
                "deviations" + when + ": largest distance",
                Numbers.largestDifference(deviations(y, shape), expectedDeviations),
                limit,
                aboutDeviations);
    }

    void backward(CellBuilder cell, SplitMix random) {
        BatchNormShape shape = new BatchNormShape(2, 3, 4, 5);
        double[] x = Numbers.normal(random, shape.length(), 12, 5);
        double[] gamma = Numbers.normal(random, 3);
        double[] beta = Numbers.normal(random, 3);
        double[] dy = Numbers.normal(random, shape.length());
        SpatialBatchNorm layer = new SpatialBatchNorm(strategy, shape);
        GradientCheck.Layer forward = y -> layer.forwardTrain(x, gamma, beta, y);
        double[] dxNumeric = numeric(forward, x, dy, STEP);
        double[] dgammaNumeric = numeric(forward, gamma, dy, STEP);
        double[] dbetaNumeric = numeric(forward, beta, dy, STEP);
        double[] dx = new double[x.length];
        double[] dgamma = new double[3];
        double[] dbeta = new double[3];
        layer.forwardTrain(x, gamma, beta, new double[x.length]);
        layer.backwardTrain(x, gamma, dy, dx, dgamma, dbeta);
        cell.error("dx", relativeError(dxNumeric, dx), 1e-6, "");
        cell.error("dgamma", relativeError(dgammaNumeric, dgamma), 1e-6, "");
        cell.error("dbeta", relativeError(dbetaNumeric, dbeta), 1e-6, "");
    }

    private static double[] means(double[] x, BatchNormShape shape) {
        return Numbers.means(x, shape.mb(), shape.c(), shape.pixels());
    }

    private static double[] deviations(double[] x, BatchNormShape shape) {
        return Numbers.deviations(x, shape.mb(), shape.c(), shape.pixels());
    }

    private static String text(double[] values) {
        return Arrays.toString(Arrays.stream(values)
                .map(value -> Math.abs(value) < 5e-7 ? 0 : Math.round(value * 1e6) / 1e6)
                .toArray());
    }
}
