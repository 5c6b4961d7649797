package dev.convbench.shapes;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolKind;
import dev.convbench.op.PoolShape;
import java.util.SplittableRandom;

/**
 * Random shapes for tests, leaning towards edges: sizes of 1, at vector lane counts and one off, primes; strides beyond the
 * kernel, padding beyond it, rectangular and asymmetric everything, groups of all sorts, dilation, ceil mode.
 *
 * <p>Shape {@code index} is a function of the seed and the index alone, so any case can be made again without those before it.
 */
public final class ShapeGenerator {
    /** Work of one forward pass at most, unless asked otherwise: a few thousand cases take seconds. */
    public static final double DEFAULT_MAX_FLOPS = 200_000;

    /** Work of a large shape at most: a hundred of them take half a minute. */
    private static final double LARGE_MAX_FLOPS = 2_000_000;

    /** Largest size of small shapes, and of large ones. */
    private static final int SMALL_SIZE = 40;

    private static final int LARGE_SIZE = 320;

    /** Lane counts of double and float vectors from 128 to 512 bits, with their neighbours, and twice the largest. */
    private static final int[] LANES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33};

    private static final int[] PRIMES = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31};
    private static final int[] KERNELS = {1, 1, 2, 3, 3, 3, 4, 5, 7};

    /** After this many shapes that are invalid or too much work, sizes are drawn half as large. */
    private static final int PATIENCE = 12;

    private final long seed;
    private final double maxFlops;
    private final int largestSize;

    /** A generator with {@link #DEFAULT_MAX_FLOPS}. */
    public ShapeGenerator(long seed) {
        this(seed, DEFAULT_MAX_FLOPS);
    }

    /**
     * A generator.
     *
     * @param maxFlops nominal floating point operations (poolings: window cells) of a forward pass at most, at least 2
     */
    public ShapeGenerator(long seed, double maxFlops) {
        this(seed, maxFlops, SMALL_SIZE);
    }

    /** A generator of shapes some of whose sizes are so large that kernels need several blocks of rows, channels or terms. */
    public static ShapeGenerator large(long seed) {
        return new ShapeGenerator(seed, LARGE_MAX_FLOPS, LARGE_SIZE);
    }

    private ShapeGenerator(long seed, double maxFlops, int largestSize) {
        if (!(maxFlops >= 2)) {
            throw new IllegalArgumentException("maxFlops is " + maxFlops + ", the smallest shape needs 2");
        }
        this.seed = seed;
        this.maxFlops = maxFlops;
        this.largestSize = largestSize;
    }

    /** Convolution number {@code index}. */
    public ConvShape convolution(int index) {
        Draw draw = new Draw(random(2L * index), largestSize);
        for (int attempt = 0; draw.limit >= 1; attempt++) {
            ConvShape shape = convolution(draw);
            if (shape != null && shape.nominalFlops(Pass.FORWARD) <= maxFlops) {
                return shape;
            }
            draw.limit >>= attempt % PATIENCE == PATIENCE - 1 ? 1 : 0;
        }
        return ConvShape.builder().build();
    }

    /** Pooling number {@code index}. */
    public PoolShape pooling(int index) {
        Draw draw = new Draw(random(2L * index + 1), largestSize);
        for (int attempt = 0; draw.limit >= 1; attempt++) {
            PoolShape shape = pooling(draw);
            if (shape != null && (double) shape.yLength() * shape.windowCells() <= maxFlops) {
                return shape;
            }
            draw.limit >>= attempt % PATIENCE == PATIENCE - 1 ? 1 : 0;
        }
        return PoolShape.builder().build();
    }

    /** A stream of its own for each number: seeds are hashed, because nearby ones would give nearly the same values. */
    private SplittableRandom random(long stream) {
        long hashed = new SplittableRandom(seed).nextLong() + stream;
        return new SplittableRandom(new SplittableRandom(hashed).nextLong());
    }

    /** A convolution, or null if the kernel does not fit into the input. */
    private static ConvShape convolution(Draw draw) {
        int groups = draw.oneIn(5) ? draw.size() : draw.oneIn(4) ? draw.between(2, 4) : 1;
        boolean depthwise = groups > 1 && draw.oneIn(2);
        int icPerGroup = depthwise ? 1 : groups > 1 ? draw.between(1, 5) : draw.size();
        int ocPerGroup = depthwise ? draw.oneIn(2) ? 1 : 2 : groups > 1 ? draw.between(1, 5) : draw.size();
        int mb = draw.batch();
        Axis h = draw.axis();
        Axis w = draw.axisLike(h);
        return h.fits() && w.fits()
                ? ConvShape.builder()
                        .input(mb, groups * icPerGroup, h.in, w.in)
                        .groups(groups)
                        .filters(groups * ocPerGroup, h.kernel, w.kernel)
                        .stride(h.stride, w.stride)
                        .dilation(h.dilation, w.dilation)
                        .pad(h.padBegin, w.padBegin, h.padEnd, w.padEnd)
                        .build()
                : null;
    }

    /** A pooling, or null if the window does not fit into the input. */
    private static PoolShape pooling(Draw draw) {
        PoolKind kind = draw.kind();
        int mb = draw.batch();
        int c = draw.size();
        Axis h = draw.axis();
        Axis w = draw.axisLike(h);
        return h.fits() && w.fits()
                ? PoolShape.builder()
                        .kind(kind)
                        .input(mb, c, h.in, w.in)
                        .window(h.kernel, w.kernel)
                        .stride(h.stride, w.stride)
                        .dilation(h.dilation, w.dilation)
                        .pad(h.padBegin, w.padBegin, h.padEnd, w.padEnd)
                        .ceilMode(draw.oneIn(3))
                        .build()
                : null;
    }

    /** What a shape has along one of its two axes. */
    private record Axis(int in, int kernel, int stride, int dilation, int padBegin, int padEnd) {
        boolean fits() {
            return dilation * (kernel - 1) + 1 <= in + padBegin + padEnd;
        }
    }

    /** Draws the parts of a shape, no size above {@link #limit}. */
    private static final class Draw {
        private final SplittableRandom random;
        int limit;

        Draw(SplittableRandom random, int limit) {
            this.random = random;
            this.limit = limit;
        }

        boolean oneIn(int count) {
            return random.nextInt(count) == 0;
        }

        int between(int least, int most) {
            return random.nextInt(least, most + 1);
        }

        private int of(int... values) {
            return values[random.nextInt(values.length)];
        }

        int size() {
            if (limit > SMALL_SIZE && oneIn(3)) {
                return between(SMALL_SIZE + 1, limit);
            }
            int size = switch (random.nextInt(8)) {
                case 0 -> 1;
                case 1, 2 -> of(LANES);
                case 3 -> of(PRIMES);
                case 4 -> between(1, 40);
                default -> between(1, 10);
            };
            return Math.min(size, limit);
        }

        PoolKind kind() {
            return switch (random.nextInt(4)) {
                case 0 -> PoolKind.AVERAGE_INCLUDE_PADDING;
                case 1 -> PoolKind.AVERAGE_EXCLUDE_PADDING;
                default -> PoolKind.MAX;
            };
        }

        int batch() {
            return oneIn(2) ? 1 : Math.min(limit, between(1, 5));
        }

        Axis axis() {
            int kernel = of(KERNELS);
            int stride = oneIn(2) ? 1 : oneIn(5) ? kernel + between(1, 2) : between(1, 3);
            int dilation = oneIn(4) ? between(2, 3) : 1;
            int begin = padding(kernel);
            int end = oneIn(3) ? padding(kernel) : begin;
            return new Axis(size(), kernel, stride, dilation, begin, end);
        }

        private int padding(int kernel) {
            return switch (random.nextInt(8)) {
                case 0, 1, 2 -> 0;
                case 3, 4 -> kernel / 2;
                case 5 -> kernel + between(0, 2);
                default -> between(0, kernel);
            };
        }

        /** The other axis: the same in every respect, the same but for the size, or one of its own. */
        Axis axisLike(Axis other) {
            return switch (random.nextInt(4)) {
                case 0 -> other;
                case 1 -> new Axis(size(), other.kernel, other.stride, other.dilation, other.padBegin, other.padEnd);
                default -> axis();
            };
        }
    }
}
