package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.CheckResult;
import dev.convbench.check.ConvCheck;
import dev.convbench.check.Data;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.shapes.EdgeCases;
import dev.convbench.shapes.ShapeGenerator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of NaN, infinities, subnormal numbers and negative zero in convolutions that only reorder sums (error factor
 * at most 1): the same as in the definition.
 */
@Tag("kernel")
class ConvSemanticsTest {
    private static final long SEED = 30;

    private static List<ConvShape> shapes() {
        List<ConvShape> shapes = new ArrayList<>();
        EdgeCases.convolutions().forEach(edge -> shapes.add(edge.shape()));
        ShapeGenerator random = new ShapeGenerator(SEED);
        for (int k = 0; k < 60; k++) {
            shapes.add(random.convolution(k));
        }
        return shapes;
    }

    private static boolean reordersOnly(Strategy strategy, ConvShape shape, Pass pass) {
        return Registered.supports(strategy, shape, pass)
                && strategy.convolution(shape, Precision.F64).errorBound(pass).isReordered();
    }

    /** Whether output pixel (i, j) of a plane reads input pixel (row, column). */
    private static boolean reads(ConvShape shape, int i, int j, int row, int column) {
        int r = row + shape.padTop() - i * shape.sh();
        int s = column + shape.padLeft() - j * shape.sw();
        return r >= 0
                && s >= 0
                && r % shape.dh() == 0
                && s % shape.dw() == 0
                && r / shape.dh() < shape.kh()
                && s / shape.dw() < shape.kw();
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void oneNanSpoilsExactlyTheWindowsThatHoldIt(Strategy strategy) {
        int checked = 0;
        for (ConvShape shape : shapes()) {
            if (reordersOnly(strategy, shape, Pass.FORWARD)) {
                for (int k = 0; k < 3; k++) {
                    checkNan(strategy, shape, k);
                }
                checked++;
            }
        }
        requireAllOfTheReference(strategy, checked);
    }

    private static void checkNan(Strategy strategy, ConvShape shape, int stream) {
        int at = (int) Long.remainderUnsigned(Data.bits(SEED, stream), shape.xLength());
        int column = at % shape.iw();
        int row = at / shape.iw() % shape.ih();
        int channel = at / (shape.iw() * shape.ih()) % shape.ic();
        int image = at / (shape.iw() * shape.ih() * shape.ic());
        double[] x = Data.uniform(shape.xLength(), Data.seed(SEED, 1));
        double[] w = Data.uniform(shape.wLength(), Data.seed(SEED, 2));
        double[] clean = Data.nan(shape.yLength());
        double[] spoilt = new double[shape.yLength()];
        Convolution plan = strategy.convolution(shape, Precision.F64);
        plan.forward(x, w, null, clean, plan.newScratch());
        x[at] = Double.NaN;
        plan.forward(x, w, null, spoilt, plan.newScratch());
        for (int k = 0; k < spoilt.length; k++) {
            int j = k % shape.ow();
            int i = k / shape.ow() % shape.oh();
            int oc = k / (shape.ow() * shape.oh()) % shape.oc();
            int n = k / (shape.ow() * shape.oh() * shape.oc());
            boolean sameGroup = oc / shape.ocPerGroup() == channel / shape.icPerGroup();
            boolean holds = n == image && sameGroup && reads(shape, i, j, row, column);
            double expected = holds ? Double.NaN : clean[k];
            int index = k;
            assertEquals(
                    expected, spoilt[k], () -> strategy.name() + " " + shape + ": y[" + index + "] for x[" + at + "]");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void nonFiniteValuesComeOutWhereTheDefinitionHasThem(Strategy strategy) {
        int checked = 0;
        for (ConvShape shape : shapes()) {
            for (Pass pass : Pass.values()) {
                if (reordersOnly(strategy, shape, pass)) {
                    CheckResult result = ConvCheck.runNonFinite(strategy, Registered.WORKERS, shape, pass, SEED);
                    result.requireOk();
                    assertTrue(result.comparison().elements() > 0);
                    checked += pass == Pass.FORWARD ? 1 : 0;
                }
            }
        }
        requireAllOfTheReference(strategy, checked);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void subnormalNumbersAreNotFlushedToZero(Strategy strategy) {
        int checked = 0;
        for (ConvShape shape : shapes()) {
            if (reordersOnly(strategy, shape, Pass.FORWARD)) {
                double[] x = Data.integers(shape.xLength(), Data.seed(SEED, 3));
                double[] w = Data.integers(shape.wLength(), Data.seed(SEED, 4));
                double[] expected = forward(strategy, shape, x, w);
                for (int k = 0; k < x.length; k++) {
                    x[k] *= Double.MIN_VALUE;
                }
                double[] actual = forward(strategy, shape, x, w);
                for (int k = 0; k < actual.length; k++) {
                    expected[k] *= Double.MIN_VALUE;
                    actual[k] += 0.0; // −0 and +0 are equal
                    expected[k] += 0.0;
                }
                assertArrayEquals(expected, actual, strategy.name() + " " + shape);
                checked++;
            }
        }
        requireAllOfTheReference(strategy, checked);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void negativeZeroIsZero(Strategy strategy) {
        for (ConvShape shape : shapes()) {
            if (reordersOnly(strategy, shape, Pass.FORWARD)) {
                double[] x = new double[shape.xLength()];
                java.util.Arrays.fill(x, -0.0);
                double[] y = forward(strategy, shape, x, Data.uniform(shape.wLength(), Data.seed(SEED, 5)));
                for (double value : y) {
                    assertTrue(value == 0, () -> strategy.name() + " " + shape + " gives " + value);
                }
            }
        }
    }

    private static double[] forward(Strategy strategy, ConvShape shape, double[] x, double[] w) {
        Convolution plan = strategy.convolution(shape, Precision.F64);
        double[] y = Data.nan(shape.yLength());
        plan.forward(x, w, null, y, plan.newScratch());
        return y;
    }

    private static void requireAllOfTheReference(Strategy strategy, int checked) {
        if (strategy.name().startsWith(Strategies.REFERENCE)) {
            assertEquals(shapes().size(), checked);
        }
    }
}
