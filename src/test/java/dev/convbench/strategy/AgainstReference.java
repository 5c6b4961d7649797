package dev.convbench.strategy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Convolution;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Scratch;
import dev.convbench.op.Strategies;
import dev.convbench.op.Strategy;
import dev.convbench.op.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Holds one strategy to the reference on small odd shapes, every pass, with integers: all sums are then exact in double
 * whatever their order, so results must be equal. Outputs start as NaN.
 */
final class AgainstReference {
    private final Strategy strategy;

    AgainstReference(String name) {
        strategy = Strategies.named(name);
    }

    static List<ConvShape> convShapes(int random, long seed) {
        List<ConvShape> shapes = new ArrayList<>();
        shapes.add(ConvShape.builder().build());
        shapes.add(conv().input(2, 3, 31, 31)
                .filters(25, 3, 3)
                .stride(2, 2)
                .pad(1, 1)
                .build());
        shapes.add(conv().input(2, 3, 16, 17).filters(8, 7, 7).pad(3, 3).build());
        shapes.add(conv().input(1, 16, 9, 9).filters(31, 1, 1).build());
        shapes.add(conv().input(1, 130, 5, 5).filters(7, 3, 3).pad(1, 1).build());
        shapes.add(conv().input(7, 20, 7, 7).filters(33, 3, 3).pad(1, 1).build());
        shapes.add(conv().input(1, 2, 40, 41).filters(3, 5, 3).pad(0, 2, 4, 1).build());
        shapes.add(conv().input(2, 6, 8, 8).groups(6).filters(6, 3, 3).pad(1, 1).build());
        shapes.add(
                conv().input(2, 6, 8, 8).groups(3).filters(12, 3, 2).pad(1, 1).build());
        shapes.add(conv().input(1, 2, 13, 13)
                .filters(2, 3, 3)
                .dilation(3, 2)
                .pad(2, 3)
                .build());
        shapes.add(conv().input(1, 2, 13, 13)
                .filters(2, 3, 3)
                .dilation(2, 3)
                .stride(3, 2)
                .pad(4, 4)
                .build());
        shapes.add(conv().input(1, 2, 11, 10).filters(2, 2, 2).stride(5, 4).build());
        shapes.add(conv().input(1, 1, 1, 1).filters(2, 3, 3).pad(5, 4, 3, 6).build());
        shapes.add(conv().input(1, 1, 2, 2)
                .filters(1, 2, 2)
                .stride(9, 7)
                .pad(8, 6, 9, 8)
                .build());
        shapes.add(conv().input(1, 1, 1, 300).filters(1, 1, 3).stride(1, 2).build());
        Random source = new Random(seed);
        while (shapes.size() < 15 + random) {
            addRandom(source, shapes);
        }
        return shapes;
    }

    private static ConvShape.Builder conv() {
        return ConvShape.builder();
    }

    private static void addRandom(Random source, List<ConvShape> shapes) {
        int g = 1 + source.nextInt(3);
        ConvShape.Builder builder = conv().groups(g)
                .input(
                        1 + source.nextInt(3),
                        g * (1 + source.nextInt(5)),
                        1 + source.nextInt(19),
                        1 + source.nextInt(19))
                .filters(g * (1 + source.nextInt(8)), 1 + source.nextInt(5), 1 + source.nextInt(5))
                .stride(1 + source.nextInt(4), 1 + source.nextInt(4))
                .dilation(1 + source.nextInt(3), 1 + source.nextInt(3))
                .pad(source.nextInt(6), source.nextInt(6), source.nextInt(6), source.nextInt(6));
        try {
            shapes.add(builder.build());
        } catch (IllegalArgumentException kernelDoesNotFit) {
            assertTrue(kernelDoesNotFit.getMessage().contains("the kernel spans"), kernelDoesNotFit.getMessage());
        }
    }

    static List<PoolShape> poolShapes(int random, long seed) {
        List<PoolShape> shapes = new ArrayList<>();
        for (PoolKind kind : PoolKind.values()) {
            shapes.add(pool(kind).build());
            shapes.add(pool(kind).input(3, 2, 32, 32).window(2, 2).stride(2, 2).build());
            shapes.add(pool(kind).input(2, 3, 12, 9).window(4, 3).stride(4, 3).build());
            shapes.add(pool(kind)
                    .input(2, 2, 15, 14)
                    .window(3, 3)
                    .stride(2, 2)
                    .pad(1, 1)
                    .build());
            shapes.add(pool(kind)
                    .input(1, 2, 15, 14)
                    .window(3, 2)
                    .stride(2, 3)
                    .pad(1, 0, 2, 1)
                    .ceilMode(true)
                    .build());
            shapes.add(pool(kind)
                    .input(1, 2, 3, 2)
                    .window(2, 2)
                    .stride(3, 3)
                    .pad(5, 4)
                    .build());
            shapes.add(pool(kind).input(1, 2, 7, 7).window(7, 7).build());
        }
        shapes.add(pool(PoolKind.MAX)
                .input(2, 2, 11, 12)
                .window(3, 2)
                .dilation(2, 3)
                .pad(2, 1)
                .build());
        Random source = new Random(seed);
        int fixed = shapes.size();
        while (shapes.size() < fixed + random) {
            addRandomPool(source, shapes);
        }
        return shapes;
    }

    private static PoolShape.Builder pool(PoolKind kind) {
        return PoolShape.builder().kind(kind);
    }

    private static void addRandomPool(Random source, List<PoolShape> shapes) {
        PoolKind kind = PoolKind.values()[source.nextInt(PoolKind.values().length)];
        PoolShape.Builder builder = pool(kind)
                .input(1 + source.nextInt(3), 1 + source.nextInt(3), 1 + source.nextInt(13), 1 + source.nextInt(13))
                .window(1 + source.nextInt(4), 1 + source.nextInt(4))
                .stride(1 + source.nextInt(4), 1 + source.nextInt(4))
                .pad(source.nextInt(5), source.nextInt(5), source.nextInt(5), source.nextInt(5))
                .ceilMode(source.nextBoolean());
        if (kind == PoolKind.MAX) {
            builder.dilation(1 + source.nextInt(3), 1 + source.nextInt(3));
        }
        try {
            shapes.add(builder.build());
        } catch (IllegalArgumentException kernelDoesNotFit) {
            assertTrue(kernelDoesNotFit.getMessage().contains("the kernel spans"), kernelDoesNotFit.getMessage());
        }
    }

    void convolution(ConvShape shape) {
        Random source = new Random(shape.hashCode());
        double[] x = integers(source, shape.xLength());
        double[] w = integers(source, shape.wLength());
        double[] b = integers(source, shape.oc());
        double[] dy = integers(source, shape.yLength());
        Convolution plan = strategy.convolution(shape, Precision.F64);
        Convolution reference = Strategies.reference().convolution(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        Scratch referenceScratch = reference.newScratch();

        for (double[] bias : new double[][] {b, null}) {
            double[] y = unset(shape.yLength());
            double[] expected = unset(shape.yLength());
            plan.forward(x, w, bias, y, scratch);
            reference.forward(x, w, bias, expected, referenceScratch);
            assertSame(expected, y, "forward " + shape);
            double[] prepared = unset(shape.yLength());
            plan.forward(x, plan.prepare(w), bias, prepared, scratch);
            assertSame(y, prepared, "forward with prepared weights " + shape);
        }
        double[] dx = unset(shape.xLength());
        double[] expectedDx = unset(shape.xLength());
        plan.backwardData(dy, w, dx, scratch);
        reference.backwardData(dy, w, expectedDx, referenceScratch);
        assertSame(expectedDx, dx, "backwardData " + shape);

        double[] dw = unset(shape.wLength());
        double[] expectedDw = unset(shape.wLength());
        plan.backwardWeights(x, dy, dw, scratch);
        reference.backwardWeights(x, dy, expectedDw, referenceScratch);
        assertSame(expectedDw, dw, "backwardWeights " + shape);

        double[] db = unset(shape.oc());
        double[] expectedDb = unset(shape.oc());
        plan.backwardBias(dy, db, scratch);
        reference.backwardBias(dy, expectedDb, referenceScratch);
        assertSame(expectedDb, db, "backwardBias " + shape);
    }

    /** A pixel that is not finite must reach exactly the outputs and weights whose windows hold it. */
    void nonFinitePixel(ConvShape shape) {
        Random source = new Random(shape.hashCode());
        double[] x = integers(source, shape.xLength());
        x[source.nextInt(x.length)] = Double.POSITIVE_INFINITY;
        double[] w = nonZero(source, shape.wLength());
        double[] dy = nonZero(source, shape.yLength());
        Convolution plan = strategy.convolution(shape, Precision.F64);
        Convolution reference = Strategies.reference().convolution(shape, Precision.F64);
        double[] y = unset(shape.yLength());
        double[] expected = unset(shape.yLength());
        plan.forward(x, w, null, y, plan.newScratch());
        reference.forward(x, w, null, expected, reference.newScratch());
        assertSame(expected, y, "forward with an infinity " + shape);
        double[] dw = unset(shape.wLength());
        double[] expectedDw = unset(shape.wLength());
        plan.backwardWeights(x, dy, dw, plan.newScratch());
        reference.backwardWeights(x, dy, expectedDw, reference.newScratch());
        assertSame(expectedDw, dw, "backwardWeights with an infinity " + shape);
    }

    /** A shape whose buffers no JVM should be asked for is refused with the reason, and its plan says so too. */
    void refuses(ConvShape shape, String reason) {
        for (Pass pass : List.of(Pass.FORWARD, Pass.BACKWARD_DATA, Pass.BACKWARD_WEIGHTS)) {
            Support support = strategy.supports(shape, pass, Precision.F64);
            assertTrue(support.reason().contains(reason), pass + ": " + support);
        }
        assertTrue(strategy.supports(shape, Pass.BACKWARD_BIAS, Precision.F64).ok());
        Convolution plan = strategy.convolution(shape, Precision.F64);
        double[] x = new double[shape.xLength()];
        double[] w = new double[shape.wLength()];
        double[] y = new double[shape.yLength()];
        Scratch scratch = plan.newScratch();
        assertThrows(UnsupportedOperationException.class, () -> plan.forward(x, w, null, y, scratch));
    }

    void refusesFloat() {
        ConvShape conv = conv().build();
        PoolShape pool = pool(PoolKind.MAX).build();
        assertTrue(strategy.supports(conv, Pass.FORWARD, Precision.F32).reason().contains("float"));
        assertTrue(strategy.supports(pool, Pass.FORWARD, Precision.F32).reason().contains("float"));
        assertThrows(UnsupportedOperationException.class, () -> strategy.convolution(conv, Precision.F32));
        assertThrows(UnsupportedOperationException.class, () -> strategy.pooling(pool, Precision.F32));
    }

    void pooling(PoolShape shape) {
        Random source = new Random(shape.hashCode());
        double[] x = integers(source, shape.xLength());
        compare(shape, x, integers(source, shape.yLength()));
        if (shape.isMax()) {
            double[] special = {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -0.0, 0.0};
            for (int k = 0; k < x.length; k++) {
                x[k] = source.nextInt(4) == 0 ? special[source.nextInt(special.length)] : x[k];
            }
            compare(shape, x, integers(source, shape.yLength()));
            Arrays.fill(x, Double.NEGATIVE_INFINITY);
            compare(shape, x, integers(source, shape.yLength()));
        }
    }

    private void compare(PoolShape shape, double[] x, double[] dy) {
        Pooling plan = strategy.pooling(shape, Precision.F64);
        Pooling reference = Strategies.reference().pooling(shape, Precision.F64);
        Scratch scratch = plan.newScratch();
        Scratch referenceScratch = reference.newScratch();
        double[] y = unset(shape.yLength());
        double[] expected = unset(shape.yLength());
        int[] argmax = shape.isMax() ? new int[y.length] : null;
        int[] expectedArgmax = shape.isMax() ? new int[y.length] : null;
        plan.forward(x, y, argmax, scratch);
        reference.forward(x, expected, expectedArgmax, referenceScratch);
        assertArrayEquals(expectedArgmax, argmax, "argmax " + shape);
        assertSame(expected, y, "forward " + shape);
        double[] dx = unset(shape.xLength());
        double[] expectedDx = unset(shape.xLength());
        plan.backward(dy, argmax, dx, scratch);
        reference.backward(dy, expectedArgmax, expectedDx, referenceScratch);
        assertClose(expectedDx, dx, "backward " + shape);
    }

    /** Equal as numbers: NaN equals NaN, −0 equals +0. */
    private static void assertSame(double[] expected, double[] actual, String what) {
        for (int k = 0; k < expected.length; k++) {
            double e = expected[k];
            double a = actual[k];
            assertTrue(e == a || Double.isNaN(e) && Double.isNaN(a), () -> what + ": expected " + e + ", got " + a);
        }
    }

    /** For quotients that are added up. */
    private static void assertClose(double[] expected, double[] actual, String what) {
        for (int k = 0; k < expected.length; k++) {
            double e = expected[k];
            double a = actual[k];
            assertTrue(
                    Math.abs(e - a) <= 1e-13 * Math.max(1, Math.abs(e)), () -> what + ": expected " + e + ", got " + a);
        }
    }

    private static double[] unset(int length) {
        double[] values = new double[length];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static double[] integers(Random source, int length) {
        return source.ints(length, -8, 9).asDoubleStream().toArray();
    }

    private static double[] nonZero(Random source, int length) {
        return source.ints(length, 1, 9).asDoubleStream().toArray();
    }
}
