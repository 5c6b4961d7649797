package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.Data;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategy;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks of the notebook that the project comes from: its printed values, and gradients by centred differences. */
@Tag("kernel")
class NotebookTest {
    /** The values are printed with eight decimals. */
    private static final double PRINTED = 1e-8;

    /**
     * Largest relative error of a gradient. The differences are exact but for rounding: some 1e-16 / 1e-5 in sums of a few
     * hundred terms, over gradients that are sometimes near 0.01.
     */
    private static final double GRADIENT = 1e-7;

    private static final double STEP = 1e-5;

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void convolutionForwardGivesThePrintedValues(Strategy strategy) {
        ConvShape shape = ConvShape.builder()
                .input(2, 3, 4, 4)
                .filters(3, 4, 4)
                .stride(2, 2)
                .pad(1, 1)
                .build();
        Registered.assumeSupported(strategy, shape, Pass.FORWARD);
        double[] x = linspace(-0.1, 0.5, shape.xLength());
        double[] w = linspace(-0.2, 0.3, shape.wLength());
        double[] b = linspace(-0.1, 0.2, 3);
        double[] y = Data.nan(shape.yLength());
        Convolution plan = strategy.convolution(shape, Precision.F64);
        plan.forward(x, w, b, y, plan.newScratch());
        double[] printed = {
            -0.08759809,
            -0.10987781,
            -0.18387192,
            -0.2109216, //
            0.21027089,
            0.21661097,
            0.22847626,
            0.23004637, //
            0.50813986,
            0.54309974,
            0.64082444,
            0.67101435, //
            -0.98053589,
            -1.03143541,
            -1.19128892,
            -1.24695841, //
            0.69108355,
            0.66880383,
            0.59480972,
            0.56776003, //
            2.36270298,
            2.36904306,
            2.38090835,
            2.38247847
        };
        assertArrayEquals(printed, y, PRINTED);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void maxPoolingForwardGivesThePrintedValues(Strategy strategy) {
        PoolShape shape =
                PoolShape.builder().input(2, 3, 4, 4).window(2, 2).stride(2, 2).build();
        Registered.assumeSupported(strategy, shape);
        double[] x = linspace(-0.3, 0.4, shape.xLength());
        double[] y = Data.nan(shape.yLength());
        Pooling plan = strategy.pooling(shape, Precision.F64);
        plan.forward(x, y, new int[y.length], plan.newScratch());
        double[] printed = {
            -0.26315789,
            -0.24842105,
            -0.20421053,
            -0.18947368, //
            -0.14526316,
            -0.13052632,
            -0.08631579,
            -0.07157895, //
            -0.02736842,
            -0.01263158,
            0.03157895,
            0.04631579, //
            0.09052632,
            0.10526316,
            0.14947368,
            0.16421053, //
            0.20842105,
            0.22315789,
            0.26736842,
            0.28210526, //
            0.32631579,
            0.34105263,
            0.38526316,
            0.4
        };
        assertArrayEquals(printed, y, PRINTED);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void convolutionBackwardAgreesWithCentredDifferences(Strategy strategy) {
        ConvShape shape =
                ConvShape.builder().input(4, 3, 5, 5).filters(2, 3, 3).pad(1, 1).build();
        Registered.assumeSupported(strategy, shape, Pass.values());
        SplittableRandom random = new SplittableRandom(231);
        double[] x = normal(random, shape.xLength());
        double[] w = normal(random, shape.wLength());
        double[] b = normal(random, shape.oc());
        double[] dy = normal(random, shape.yLength());
        Convolution plan = strategy.convolution(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        Consumer<double[]> forward = y -> plan.forward(x, w, b, y, scratch);

        double[] dx = Data.nan(x.length);
        plan.backwardData(dy, w, dx, scratch);
        assertGradient("dx", dx, differences(forward, x, dy));
        double[] dw = Data.nan(w.length);
        plan.backwardWeights(x, dy, dw, scratch);
        assertGradient("dw", dw, differences(forward, w, dy));
        double[] db = Data.nan(b.length);
        plan.backwardBias(dy, db, scratch);
        assertGradient("db", db, differences(forward, b, dy));
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void maxPoolingBackwardAgreesWithCentredDifferences(Strategy strategy) {
        PoolShape shape =
                PoolShape.builder().input(3, 2, 8, 8).window(2, 2).stride(2, 2).build();
        Registered.assumeSupported(strategy, shape);
        SplittableRandom random = new SplittableRandom(231);
        double[] x = normal(random, shape.xLength());
        double[] dy = normal(random, shape.yLength());
        int[] argmax = new int[shape.yLength()];
        Pooling plan = strategy.pooling(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        double[] numeric = differences(y -> plan.forward(x, y, argmax, scratch), x, dy);
        plan.forward(x, new double[argmax.length], argmax, scratch);
        double[] dx = Data.nan(x.length);
        plan.backward(dy, argmax, dx, scratch);
        assertGradient("dx", dx, numeric);
    }

    private static void assertGradient(String name, double[] computed, double[] numeric) {
        double error = relativeError(computed, numeric);
        assertTrue(error <= GRADIENT, name + " differs from centred differences by " + error);
    }

    /** The notebook's: max |a − b| / max(1e-8, |a| + |b|); NaN if one of the values is. */
    private static double relativeError(double[] a, double[] b) {
        double worst = 0;
        for (int k = 0; k < a.length; k++) {
            worst = Math.max(worst, Math.abs(a[k] - b[k]) / Math.max(1e-8, Math.abs(a[k]) + Math.abs(b[k])));
        }
        return worst;
    }

    /** Gradient of ⟨f, dy⟩ by each element of {@code at}, which {@code f} reads. */
    private static double[] differences(Consumer<double[]> f, double[] at, double[] dy) {
        double[] gradient = new double[at.length];
        double[] above = new double[dy.length];
        double[] below = new double[dy.length];
        for (int k = 0; k < at.length; k++) {
            double value = at[k];
            at[k] = value + STEP;
            f.accept(above);
            at[k] = value - STEP;
            f.accept(below);
            at[k] = value;
            for (int o = 0; o < dy.length; o++) {
                gradient[k] += (above[o] - below[o]) * dy[o];
            }
            gradient[k] /= 2 * STEP;
        }
        return gradient;
    }

    private static double[] normal(SplittableRandom random, int length) {
        double[] values = new double[length];
        for (int k = 0; k < length; k++) {
            values[k] = random.nextGaussian();
        }
        return values;
    }

    /** As NumPy's: {@code count} values, evenly spaced, both ends included. */
    private static double[] linspace(double first, double last, int count) {
        double[] values = new double[count];
        double step = (last - first) / (count - 1);
        for (int k = 0; k < count; k++) {
            values[k] = first + k * step;
        }
        values[count - 1] = last;
        return values;
    }
}
