package dev.convbench.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.Data;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.shapes.EdgeCases;
import dev.convbench.shapes.ShapeGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ties, NaN, infinities, zeros and windows without pixels, against rules written down here a second time. */
@Tag("kernel")
class PoolSemanticsTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    /** Few different values, so that most windows hold ties, and many a NaN. */
    private static final double[] VALUES = {NAN, INFINITY, -INFINITY, -INFINITY, -0.0, 0.0, 0.0, 1, 1, -1, -1, 2, 2};

    /** Row-major 2 x 2 windows, what must come out, and where it stands. */
    private static final double[][] WINDOWS = {
        {3, 1, 2, 0, 3, 0},
        {1, 3, 2, 0, 3, 1},
        {1, 2, 3, 0, 3, 2},
        {0, 1, 2, 3, 3, 3},
        {5, 5, 5, 5, 5, 0},
        {1, 5, 5, 5, 5, 1},
        {1, 5, 2, 5, 5, 1},
        {1, 2, 5, 5, 5, 2},
        {0.0, -0.0, -1, -1, 0, 0},
        {-0.0, 0.0, -1, -1, 0, 0},
        {-1, -0.0, 0.0, -1, 0, 1},
        {-INFINITY, -INFINITY, -INFINITY, -INFINITY, -INFINITY, 0},
        {-INFINITY, -INFINITY, -7, -INFINITY, -7, 2},
        {1, INFINITY, INFINITY, -INFINITY, INFINITY, 1},
        {NAN, 1, 2, 3, NAN, 0},
        {9, NAN, 2, 3, NAN, 1},
        {9, 1, NAN, 3, NAN, 2},
        {9, 1, 2, NAN, NAN, 3},
        {NAN, NAN, 2, 3, NAN, 1},
        {NAN, 1, NAN, INFINITY, NAN, 2},
        {NAN, NAN, NAN, NAN, NAN, 3},
        {INFINITY, NAN, -INFINITY, INFINITY, NAN, 1},
        {-Double.MAX_VALUE, -INFINITY, -INFINITY, -INFINITY, -Double.MAX_VALUE, 0},
        {Double.MIN_VALUE, 0, -0.0, -Double.MIN_VALUE, Double.MIN_VALUE, 0},
    };

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void eachWindowByHand(Strategy strategy) {
        // The windows side by side, rotated so that each comes to stand in each vector lane.
        for (int rotation = 0; rotation < WINDOWS.length; rotation++) {
            int count = WINDOWS.length;
            PoolShape shape = PoolShape.builder()
                    .input(1, 1, 2, 2 * count)
                    .window(2, 2)
                    .stride(2, 2)
                    .build();
            Registered.assumeSupported(strategy, shape);
            double[] x = new double[shape.xLength()];
            double[] expected = new double[count];
            int[] places = new int[count];
            for (int k = 0; k < count; k++) {
                double[] window = WINDOWS[(k + rotation) % count];
                for (int cell = 0; cell < 4; cell++) {
                    x[at(cell, k, 2 * count)] = window[cell];
                }
                expected[k] = window[4];
                places[k] = at((int) window[5], k, 2 * count);
            }
            assertPooled(strategy, shape, x, expected, places);
        }
    }

    /** The example of ONNX's AveragePool with dilations, its gradient, and windows that stand partly in the padding. */
    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void averagesOfDilatedWindowsByHand(Strategy strategy) {
        PoolShape.Builder dilated = PoolShape.builder()
                .kind(PoolKind.AVERAGE_EXCLUDE_PADDING)
                .window(2, 2)
                .stride(1, 1)
                .dilation(2, 2);
        PoolShape plain = dilated.input(1, 1, 4, 4).build();
        Registered.assumeSupported(strategy, plain);
        assertArrayEquals(new double[] {6, 7, 10, 11}, averages(strategy, plain));
        Pooling plan = strategy.pooling(plain, Precision.F64);
        double[] dx = new double[16];
        plan.backward(new double[] {1, 2, 3, 4}, null, dx, plan.newScratch());
        double[] twoRows = {0.25, 0.5, 0.25, 0.5, 0.75, 1, 0.75, 1};
        assertArrayEquals(twoRows, Arrays.copyOf(dx, 8));
        assertArrayEquals(twoRows, Arrays.copyOfRange(dx, 8, 16));
        dilated.input(1, 1, 3, 3).pad(1, 1, 1, 1);
        assertArrayEquals(new double[] {5, 5, 5, 5, 5, 5, 5, 5, 5}, averages(strategy, dilated.build()));
        assertArrayEquals(
                new double[] {1.25, 2.5, 1.25, 2.5, 5, 2.5, 1.25, 2.5, 1.25},
                averages(
                        strategy, dilated.kind(PoolKind.AVERAGE_INCLUDE_PADDING).build()));
    }

    /** Of the pixels 1, 2, 3, … */
    private static double[] averages(Strategy strategy, PoolShape shape) {
        double[] x = new double[shape.xLength()];
        Arrays.setAll(x, k -> k + 1);
        double[] y = new double[shape.yLength()];
        Pooling plan = strategy.pooling(shape, Precision.F64);
        plan.forward(x, y, null, plan.newScratch());
        return y;
    }

    private static int at(int cell, int window, int width) {
        return cell / 2 * width + 2 * window + cell % 2;
    }

    private static List<PoolShape> shapes() {
        List<PoolShape> shapes = new ArrayList<>();
        EdgeCases.poolings().forEach(edge -> shapes.add(edge.shape()));
        ShapeGenerator random = new ShapeGenerator(40);
        for (int k = 0; k < 200; k++) {
            shapes.add(random.pooling(k));
        }
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void maximaFollowTheRulesOnEveryShape(Strategy strategy) {
        int checked = 0;
        int empty = 0;
        for (PoolShape shape : shapes()) {
            if (shape.isMax() && Registered.supports(strategy, shape)) {
                double[] x = new double[shape.xLength()];
                for (int k = 0; k < x.length; k++) {
                    x[k] = VALUES[(int) Long.remainderUnsigned(Data.bits(41, k), VALUES.length)];
                }
                double[] expected = new double[shape.yLength()];
                int[] places = new int[shape.yLength()];
                for (int o = 0; o < expected.length; o++) {
                    places[o] = place(shape, x, o);
                    int plane = o / (shape.oh() * shape.ow()) * shape.ih() * shape.iw();
                    expected[o] = places[o] < 0 ? -INFINITY : x[plane + places[o]];
                    empty += places[o] < 0 ? 1 : 0;
                }
                assertPooled(strategy, shape, x, expected, places);
                checked++;
            }
        }
        if (strategy.name().startsWith(Strategies.REFERENCE)) {
            assertTrue(checked > 100, "shapes: " + checked);
            assertTrue(empty > 100, "empty windows: " + empty);
        }
    }

    /** The last NaN, else the first of the largest, else −1: all pixels in order, each asked whether it is in the window. */
    private static int place(PoolShape shape, double[] x, int output) {
        int j = output % shape.ow();
        int i = output / shape.ow() % shape.oh();
        int plane = output / (shape.ow() * shape.oh());
        int pixels = shape.ih() * shape.iw();
        int lastNan = -1;
        int largest = -1;
        for (int at = 0; at < pixels; at++) {
            int r = at / shape.iw() + shape.padTop() - i * shape.sh();
            int s = at % shape.iw() + shape.padLeft() - j * shape.sw();
            boolean inside = r >= 0 && r <= shape.dh() * (shape.kh() - 1) && r % shape.dh() == 0;
            inside &= s >= 0 && s <= shape.dw() * (shape.kw() - 1) && s % shape.dw() == 0;
            double value = x[plane * pixels + at];
            if (inside && Double.isNaN(value)) {
                lastNan = at;
            } else if (inside && (largest < 0 || value > x[plane * pixels + largest])) {
                largest = at;
            }
        }
        return lastNan >= 0 ? lastNan : largest;
    }

    private static void assertPooled(Strategy strategy, PoolShape shape, double[] x, double[] expected, int[] places) {
        Pooling plan = strategy.pooling(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        double[] y = new double[expected.length];
        Arrays.fill(y, 77);
        int[] argmax = new int[expected.length];
        Arrays.fill(argmax, -77);
        plan.forward(x, y, argmax, scratch);
        for (int k = 0; k < y.length; k++) {
            y[k] += 0.0; // −0 and +0 are equal
            expected[k] += 0.0;
        }
        assertArrayEquals(places, argmax, () -> strategy.name() + " argmax " + shape);
        assertArrayEquals(expected, y, () -> strategy.name() + " y " + shape);

        double[] dy = Data.integers(y.length, 42);
        double[] gradient = new double[x.length];
        int windows = shape.oh() * shape.ow();
        for (int k = 0; k < dy.length; k++) {
            if (places[k] >= 0) {
                gradient[k / windows * shape.ih() * shape.iw() + places[k]] += dy[k];
            } else {
                dy[k] = NAN;
            }
        }
        double[] dx = Data.nan(x.length);
        plan.backward(dy, argmax, dx, scratch);
        for (int k = 0; k < dx.length; k++) {
            dx[k] += 0.0;
            gradient[k] += 0.0;
        }
        assertArrayEquals(gradient, dx, () -> strategy.name() + " dx " + shape);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void anAverageOfNothingIsZeroAndSendsNothingBack(Strategy strategy) {
        // The outer windows of the 4 x 4 hold padding only.
        PoolShape shape = PoolShape.builder()
                .kind(PoolKind.AVERAGE_EXCLUDE_PADDING)
                .input(1, 2, 4, 4)
                .window(2, 2)
                .stride(2, 2)
                .pad(2, 2)
                .build();
        Registered.assumeSupported(strategy, shape);
        double[] x = new double[32];
        Arrays.fill(x, 0, 16, 1.5);
        Arrays.fill(x, 16, 32, -2.5);
        double[] expected = new double[32];
        double[] dy = new double[32];
        double[] gradient = new double[32];
        for (int k = 0; k < 32; k++) {
            boolean inside = k % 4 > 0 && k % 4 < 3 && k / 4 % 4 > 0 && k / 4 % 4 < 3;
            expected[k] = !inside ? 0 : k < 16 ? 1.5 : -2.5;
            dy[k] = inside ? 4 : NAN;
            gradient[k] = 1;
        }
        Pooling plan = strategy.pooling(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        double[] y = Data.nan(32);
        plan.forward(x, y, null, scratch);
        assertArrayEquals(expected, y);
        double[] dx = Data.nan(32);
        plan.backward(dy, null, dx, scratch);
        assertArrayEquals(gradient, dx);
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void paddingCountsAsAskedAndCellsBeyondItNever(Strategy strategy) {
        for (PoolKind kind : List.of(PoolKind.AVERAGE_INCLUDE_PADDING, PoolKind.AVERAGE_EXCLUDE_PADDING)) {
            // The first of two windows of three cells starts in the padding.
            PoolShape shape = PoolShape.builder()
                    .kind(kind)
                    .input(1, 1, 1, 5)
                    .window(1, 3)
                    .stride(1, 3)
                    .pad(0, 1, 0, 0)
                    .ceilMode(true)
                    .build();
            Registered.assumeSupported(strategy, shape);
            assertEquals(2, shape.ow());
            boolean counted = kind == PoolKind.AVERAGE_INCLUDE_PADDING;
            Pooling plan = strategy.pooling(shape, Precision.F64);
            double[] y = Data.nan(2);
            plan.forward(new double[] {6, 12, 1, 2, 6}, y, null, plan.newScratch());
            assertArrayEquals(new double[] {counted ? 6 : 9, 3}, y, 1e-15);

            // The second of two windows has its last cell beyond the input, where there is not even padding.
            PoolShape beyond = PoolShape.builder()
                    .kind(kind)
                    .input(1, 1, 1, 4)
                    .window(1, 3)
                    .stride(1, 2)
                    .ceilMode(true)
                    .build();
            assertEquals(2, beyond.ow());
            Registered.assumeSupported(strategy, beyond);
            Pooling past = strategy.pooling(beyond, Precision.F64);
            past.forward(new double[] {1, 2, 6, 4}, y, null, past.newScratch());
            assertArrayEquals(new double[] {3, 5}, y, 1e-15);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.convbench.conformance.Registered#strategies")
    void nonFinitePixelsOfAveragesStayInTheirWindows(Strategy strategy) {
        int checked = 0;
        for (PoolShape shape : shapes()) {
            if (!shape.isMax() && Registered.supports(strategy, shape)) {
                int at = (int) Long.remainderUnsigned(Data.bits(43, shape.xLength()), shape.xLength());
                double[] x = Data.uniform(shape.xLength(), 44);
                Pooling plan = strategy.pooling(shape, Precision.F64);
                double[] clean = Data.nan(shape.yLength());
                plan.forward(x, clean, null, plan.newScratch());
                x[at] = NAN;
                double[] spoilt = new double[shape.yLength()];
                plan.forward(x, spoilt, null, plan.newScratch());
                for (int o = 0; o < spoilt.length; o++) {
                    double expected = holds(shape, o, at) ? NAN : clean[o];
                    int index = o;
                    assertEquals(expected, spoilt[o], () -> strategy.name() + " " + shape + " y[" + index + "]");
                }
                checked++;
            }
        }
        if (strategy.name().startsWith(Strategies.REFERENCE)) {
            assertTrue(checked > 100, "shapes: " + checked);
        }
    }

    private static boolean holds(PoolShape shape, int output, int at) {
        int pixels = shape.ih() * shape.iw();
        int r = at % pixels / shape.iw() + shape.padTop() - output / shape.ow() % shape.oh() * shape.sh();
        int s = at % shape.iw() + shape.padLeft() - output % shape.ow() * shape.sw();
        boolean samePlane = at / pixels == output / (shape.oh() * shape.ow());
        boolean inRows = r >= 0 && r % shape.dh() == 0 && r / shape.dh() < shape.kh();
        return samePlane && inRows && s >= 0 && s % shape.dw() == 0 && s / shape.dw() < shape.kw();
    }
}
