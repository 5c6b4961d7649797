package dev.convbench.strategy.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolPlan;
import dev.convbench.op.PoolScratch;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Pooling;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategies;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The vector pooling kernels give exactly what the reference gives: values, argmax and gradients. */
@Tag("kernel")
class SimdPoolTest {
    private static final int RANDOM_SHAPES = 3000;
    private static final long SEED = 20240611;
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final int UNTOUCHED = -77;

    /** What the pixels are made of: with few different values there are ties in nearly every window. */
    private enum Data {
        GAUSSIAN,
        TIES,
        SPECIAL,
        LOWEST,
        ZEROS
    }

    static Stream<PoolShape> edges() {
        int lanes = SimdPoolLanes.LANES;
        Stream.Builder<PoolShape.Builder> shapes = Stream.builder();
        for (int w = lanes - 1; w <= lanes + 1; w++) {
            for (int k = 1; k <= 3; k++) {
                shapes.add(of(2, 3, 5, k * w).window(k, k).stride(k, k));
                shapes.add(of(1, 3, 6, 2 * w + k).window(3, 3).stride(2, 2).pad(1, 1));
                shapes.add(of(1, 2, 6, w + k).window(3, 3).pad(1, 1));
                shapes.add(of(1, 2, 6, Math.max(3, w + k)).window(3, 3).stride(1, 1));
            }
            shapes.add(of(1, 2, 4, 2 * w + 1).window(2, 2).stride(2, 2).ceilMode(true));
            shapes.add(of(1, 2, 7, Math.max(3, 2 * w)).window(3, 3).stride(2, 2).ceilMode(true));
        }
        shapes.add(of(1, 1, 1, 1).window(1, 1));
        shapes.add(of(3, 5, 7, 7).window(7, 7));
        shapes.add(of(2, 11, 3, 2).window(3, 2));
        shapes.add(of(1, 9, 7, 7).window(9, 9).pad(1, 1));
        shapes.add(of(2, 3, 32, 32).window(2, 2).stride(2, 2));
        shapes.add(of(1, 3, 112, 112).window(3, 3).stride(2, 2).pad(1, 1));
        shapes.add(of(2, 3, 55, 55).window(3, 3).stride(2, 2));
        shapes.add(of(2, 3, 9, 23).window(3, 3).pad(2, 1, 0, 0));
        shapes.add(of(2, 3, 8, 21).window(3, 3).pad(0, 0, 2, 1));
        shapes.add(of(2, 3, 7, 37).window(2, 2).stride(2, 2));
        shapes.add(of(1, 2, 6, 56).window(3, 3).pad(1, 1));
        shapes.add(of(2, 2, 9, 19).window(3, 3).pad(2, 2, 1, 0));
        shapes.add(of(2, 2, 8, 18).window(3, 3).pad(0, 0, 2, 2));
        shapes.add(of(1, 2, 50, 50).window(3, 3).stride(4, 3).pad(2, 0, 3, 0));
        shapes.add(of(1, 2, 100, 40).window(2, 2).stride(60, 2));
        shapes.add(of(1, 2, 70, 40).window(2, 2).stride(7, 2));
        shapes.add(of(2, 2, 17, 56).window(3, 3).stride(2, 2).pad(2, 1, 0, 0));
        shapes.add(of(2, 2, 16, 43).window(3, 3).stride(2, 2).pad(1, 0, 2, 0));
        shapes.add(of(1, 3, 28, 28).window(3, 3).pad(1, 1));
        shapes.add(of(1, 20, 14, 14).window(2, 2).stride(2, 2));
        shapes.add(of(1, 20, 15, 15).window(2, 2).stride(2, 2));
        shapes.add(of(1, 20, 14, 14).window(3, 3).stride(2, 2).pad(1, 1));
        shapes.add(of(1, 20, 7, 7).window(3, 3).pad(1, 1));
        shapes.add(of(1, 2, 23, 37).window(5, 4).stride(3, 3).pad(2, 1));
        shapes.add(of(1, 2, 23, 37).window(2, 2).stride(5, 4));
        shapes.add(of(1, 2, 9, 41).window(1, 1).stride(2, 2));
        shapes.add(of(1, 2, 20, 33).window(6, 7).stride(1, 1).pad(3, 3));
        shapes.add(of(1, 2, 20, 33).window(1, 5).stride(1, 2).pad(0, 2));
        shapes.add(of(1, 2, 20, 33).window(5, 1).stride(2, 1).pad(2, 0));
        shapes.add(of(1, 2, 4, 5).window(2, 2).pad(3, 3));
        shapes.add(of(1, 2, 4, 5).window(2, 2).stride(2, 2).pad(5, 0, 0, 4));
        shapes.add(of(1, 2, 4, 5).window(4, 3).stride(2, 3).pad(0, 4, 3, 1));
        shapes.add(of(1, 2, 1, 1).window(2, 2).stride(1, 1).pad(1, 1));
        Stream<PoolShape> dense = shapes.build()
                .flatMap(b -> Arrays.stream(PoolKind.values())
                        .map(kind -> b.kind(kind).build()));
        return Stream.concat(
                dense,
                Stream.of(
                        of(1, 2, 19, 35).window(3, 3).dilation(2, 2).pad(2, 2).build(),
                        of(1, 2, 19, 35)
                                .window(3, 2)
                                .dilation(3, 5)
                                .stride(2, 2)
                                .build(),
                        of(1, 2, 5, 1).window(2, 2).dilation(2, 2).pad(1, 1).build(),
                        of(1, 2, 19, 35)
                                .window(2, 3)
                                .dilation(4, 2)
                                .stride(1, 3)
                                .pad(3, 5, 1, 2)
                                .build()));
    }

    private static PoolShape.Builder of(int mb, int c, int ih, int iw) {
        return PoolShape.builder().input(mb, c, ih, iw);
    }

    @ParameterizedTest
    @MethodSource("edges")
    void edgeShapeEqualsTheReference(PoolShape shape) {
        for (Data data : Data.values()) {
            check(shape, data, SEED + data.ordinal());
        }
    }

    @Test
    void randomShapesEqualTheReference() {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] kinds = new int[PoolKind.values().length];
        for (int n = 0; n < RANDOM_SHAPES; n++) {
            PoolShape shape = randomShape(random);
            kinds[shape.kind().ordinal()]++;
            check(shape, Data.values()[n % Data.values().length], SEED + n);
        }
        assertEquals(RANDOM_SHAPES, IntStream.of(kinds).sum());
        assertEquals(
                0,
                IntStream.of(kinds).filter(count -> count < RANDOM_SHAPES / 10).count());
    }

    private static PoolShape randomShape(SplittableRandom random) {
        while (true) {
            boolean max = random.nextInt(2) == 0;
            int common = random.nextInt(1, 4);
            boolean usual = random.nextInt(3) == 0;
            PoolShape.Builder builder = PoolShape.builder()
                    .kind(max ? PoolKind.MAX : PoolKind.values()[1 + random.nextInt(2)])
                    .input(
                            random.nextInt(1, 3),
                            random.nextInt(1, 4),
                            random.nextInt(1, 20),
                            random.nextInt(1, random.nextInt(2) == 0 ? 12 : 50))
                    .ceilMode(random.nextInt(3) == 0);
            if (usual) {
                builder.window(common, common).stride(random.nextInt(1, 3), random.nextInt(1, 3));
                builder.pad(common / 2, common / 2);
            } else {
                builder.window(random.nextInt(1, 7), random.nextInt(1, 7));
                builder.stride(random.nextInt(1, 5), random.nextInt(1, 5));
                builder.pad(random.nextInt(4), random.nextInt(4), random.nextInt(4), random.nextInt(4));
                if (max) {
                    builder.dilation(random.nextInt(1, 4), random.nextInt(1, 4));
                }
            }
            try {
                return builder.build();
            } catch (IllegalArgumentException windowDoesNotFit) {
                // The next one may.
            }
        }
    }

    private static void check(PoolShape shape, Data data, long seed) {
        String name = shape + " " + data + " seed " + seed + " bits " + SimdPoolLanes.F64.vectorBitSize();
        Pooling reference = Strategies.reference().pooling(shape, Precision.F64);
        PoolPlan plan = plan(shape);
        PoolScratch scratch = plan.newScratch();
        double[] x = numbers(shape.xLength(), data, seed);
        double[] expected = filled(shape.yLength());
        double[] actual = filled(shape.yLength());
        int[] expectedAt = shape.isMax() ? untouched(shape.yLength()) : null;
        int[] actualAt = shape.isMax() ? untouched(shape.yLength()) : null;
        reference.forward(x, expected, expectedAt, reference.newScratch());
        plan.forward(x, actual, actualAt, scratch);
        assertArrayEquals(expectedAt, actualAt, name);
        assertArrayEquals(expected, actual, name);

        double[] dy = numbers(shape.yLength(), data, ~seed);
        double[] expectedDx = filled(shape.xLength());
        double[] actualDx = filled(shape.xLength());
        reference.backward(dy, expectedAt, expectedDx, reference.newScratch());
        plan.backward(dy, expectedAt, actualDx, scratch);
        assertArrayEquals(expectedDx, actualDx, "backward " + name);
        plan.forward(x, actual, actualAt, scratch);
        assertArrayEquals(expected, actual, "again " + name);
    }

    private static PoolPlan plan(PoolShape shape) {
        return new PoolPlan("simd", shape, SimdPools.forward(shape), SimdPools.backward(shape));
    }

    private static double[] filled(int length) {
        double[] values = new double[length];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static int[] untouched(int length) {
        int[] values = new int[length];
        Arrays.fill(values, UNTOUCHED);
        return values;
    }

    private static double[] numbers(int length, Data data, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] rare = {Double.NaN, INF, -INF, 0.0, -0.0};
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = switch (data) {
                case GAUSSIAN -> random.nextGaussian();
                case TIES -> random.nextInt(3) - 1;
                case SPECIAL -> random.nextInt(6) == 0 ? rare[random.nextInt(rare.length)] : random.nextInt(3) - 1;
                case ZEROS -> random.nextBoolean() ? 0.0 : -0.0;
                case LOWEST -> random.nextInt(8) == 0 ? -random.nextDouble() : -INF;
            };
        }
        return values;
    }

    /** Kernels that compare as if there were no NaN must notice a single one, wherever it stands. */
    @ParameterizedTest
    @MethodSource("withOneNan")
    void oneNanIsFoundAnywhere(PoolShape shape) {
        Pooling reference = Strategies.reference().pooling(shape, Precision.F64);
        PoolPlan plan = plan(shape);
        PoolScratch scratch = plan.newScratch();
        double[] x = numbers(shape.xLength(), Data.GAUSSIAN, SEED);
        double[] expected = new double[shape.yLength()];
        int[] expectedAt = new int[shape.yLength()];
        for (int at = 0; at < x.length; at++) {
            double pixel = x[at];
            x[at] = Double.NaN;
            double[] actual = filled(shape.yLength());
            int[] actualAt = untouched(shape.yLength());
            reference.forward(x, expected, expectedAt, reference.newScratch());
            plan.forward(x, actual, actualAt, scratch);
            assertArrayEquals(expectedAt, actualAt, shape + " NaN at " + at);
            assertArrayEquals(expected, actual, shape + " NaN at " + at);
            x[at] = pixel;
        }
    }

    static Stream<PoolShape> withOneNan() {
        int lanes = SimdPoolLanes.LANES;
        return Stream.of(
                of(1, 2, 8, 2 * lanes + 1).window(3, 3).stride(2, 2).build(),
                of(1, 2, 8, 2 * lanes + 4).window(3, 3).stride(2, 2).pad(1, 1).build(),
                of(1, 2, 5, lanes + 3).window(3, 3).build(),
                of(1, 2, 5, lanes + 3).window(3, 3).pad(1, 1).build());
    }

    static Stream<PoolShape> withAnyArgmax() {
        return Stream.of(
                of(1, 2, 8, 34).window(2, 2).stride(2, 2).build(),
                of(1, 2, 12, 51).window(3, 3).stride(3, 3).build(),
                of(1, 2, 80, 40).window(2, 2).stride(5, 2).build());
    }

    @ParameterizedTest
    @MethodSource("withAnyArgmax")
    void anArgmaxOutsideItsWindowIsHonoured(PoolShape shape) {
        Pooling reference = Strategies.reference().pooling(shape, Precision.F64);
        double[] dy = numbers(shape.yLength(), Data.GAUSSIAN, SEED);
        int[] argmax = new int[shape.yLength()];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int moved = 0; moved < argmax.length; moved += 5) {
            reference.forward(
                    numbers(shape.xLength(), Data.GAUSSIAN, SEED),
                    new double[shape.yLength()],
                    argmax,
                    reference.newScratch());
            argmax[moved] = random.nextInt(-1, shape.ih() * shape.iw());
            double[] expected = filled(shape.xLength());
            double[] actual = filled(shape.xLength());
            reference.backward(dy, argmax, expected, reference.newScratch());
            PoolPlan plan = plan(shape);
            plan.backward(dy, argmax, actual, plan.newScratch());
            assertArrayEquals(expected, actual, shape + " moved " + moved);
        }
    }

    @ParameterizedTest
    @MethodSource("withAnyArgmax")
    void anArgmaxOutsideThePlaneIsRefused(PoolShape shape) {
        PoolPlan plan = plan(shape);
        double[] dy = new double[shape.yLength()];
        double[] dx = new double[shape.xLength()];
        int pixels = shape.ih() * shape.iw();
        for (int wrong : new int[] {-2, pixels, pixels + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            for (int at : new int[] {0, shape.yLength() / 2, shape.yLength() - 1}) {
                int[] argmax = new int[shape.yLength()];
                Arrays.fill(argmax, -1);
                argmax[at] = wrong;
                assertThrows(IndexOutOfBoundsException.class, () -> plan.backward(dy, argmax, dx, plan.newScratch()));
            }
        }
        int[] none = new int[shape.yLength()];
        Arrays.fill(none, -1);
        plan.backward(dy, none, dx, plan.newScratch());
        assertArrayEquals(new double[shape.xLength()], dx);
    }

    @Test
    void eachKernelIsReached() {
        assertInstanceOf(SimdMaxTile2Forward.class, SimdPools.forward(max(32, 2, 2, 0)));
        assertInstanceOf(SimdMaxGlobalForward.class, SimdPools.forward(max(7, 7, 1, 0)));
        assertInstanceOf(SimdMaxForward.class, SimdPools.forward(max(28, 5, 1, 1)));
        assertInstanceOf(SimdMaxWindow3Stride2Forward.class, SimdPools.forward(max(112, 3, 2, 1)));
        assertInstanceOf(SimdMaxWindow3Stride2Forward.class, SimdPools.forward(max(55, 3, 2, 0)));
        assertInstanceOf(SimdMaxRowsBackward.class, SimdPools.backward(max(112, 3, 2, 1)));
        assertInstanceOf(SimdMaxBackward.class, SimdPools.backward(max(32, 2, 1, 0)));
        assertInstanceOf(SimdMaxWindow3Stride1Forward.class, SimdPools.forward(max(28, 3, 1, 1)));
        assertInstanceOf(SimdMaxWindow3Stride1Forward.class, SimdPools.forward(max(28, 3, 1, 0)));
        assertInstanceOf(SimdMaxForward.class, SimdPools.forward(max(65, 3, 1, 1)));
        assertInstanceOf(SimdMaxBackward.class, SimdPools.backward(max(28, 3, 1, 1)));
    }

    @ParameterizedTest
    @EnumSource(names = "MAX", mode = EnumSource.Mode.EXCLUDE)
    void eachAverageKernelIsReached(PoolKind kind) {
        PoolShape pairs = of(1, 1, 33, 32).window(2, 2).stride(2, 2).kind(kind).build();
        PoolShape narrow =
                of(1, 1, 2, 2).window(2, 2).stride(2, 2).pad(0, 2).kind(kind).build();
        PoolShape all = of(1, 9, 7, 7).window(7, 7).kind(kind).build();
        assertInstanceOf(SimdAverageTile2Forward.class, SimdPools.forward(pairs));
        assertInstanceOf(SimdAverageTile2Backward.class, SimdPools.backward(pairs));
        PoolShape dense = of(1, 1, 28, 28).window(3, 3).pad(1, 1).kind(kind).build();
        assertInstanceOf(SimdAverageWindow3Forward.class, SimdPools.forward(dense));
        assertInstanceOf(SimdAverageWindow3Backward.class, SimdPools.backward(dense));
        assertInstanceOf(SimdAverageForward.class, SimdPools.forward(narrow));
        assertInstanceOf(SimdAverageBackward.class, SimdPools.backward(narrow));
        assertInstanceOf(SimdAverageGlobalForward.class, SimdPools.forward(all));
        assertInstanceOf(SimdAverageGlobalBackward.class, SimdPools.backward(all));
    }

    private static PoolShape max(int size, int window, int stride, int pad) {
        return of(1, 1, size, size)
                .window(window, window)
                .stride(stride, stride)
                .pad(pad, pad)
                .build();
    }
}
