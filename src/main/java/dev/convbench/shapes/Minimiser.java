package dev.convbench.shapes;

import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes a failing shape small: padding becomes input, then one field after the other is set to its least value, halved or
 * decremented, as long as the shape is valid and still fails, until nothing more can be done. The same shape and answers give
 * the same result.
 *
 * <p>Channels are shrunk per group, so that groups and channels can shrink one without the other.
 */
public final class Minimiser {
    /** Shapes tried at most; then the smallest failing one so far is the result. */
    public static final int MAX_TRIALS = 1000;

    /** Where padding and input sizes stand in the fields of both operations; the other fields follow. */
    private static final int PAD_TOP = 0;

    private static final int PAD_BOTTOM = 1;
    private static final int PAD_LEFT = 2;
    private static final int PAD_RIGHT = 3;
    private static final int IH = 4;
    private static final int IW = 5;

    private static final int[] CONV_LEAST = {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    private static final int[] POOL_LEAST = {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0};

    private Minimiser() {}

    /**
     * A small convolution that fails.
     *
     * @param failing a shape that fails
     * @param fails whether a shape fails; asked about valid shapes only
     */
    public static ConvShape minimise(ConvShape failing, Predicate<ConvShape> fails) {
        int[] fields = {
            failing.padTop(),
            failing.padBottom(),
            failing.padLeft(),
            failing.padRight(),
            failing.ih(),
            failing.iw(),
            failing.dh(),
            failing.dw(),
            failing.sh(),
            failing.sw(),
            failing.kh(),
            failing.kw(),
            failing.mb(),
            failing.g(),
            failing.icPerGroup(),
            failing.ocPerGroup()
        };
        return new Search<>(Minimiser::convolution, fails, CONV_LEAST).shrink(fields);
    }

    private static ConvShape convolution(int[] f) {
        return ConvShape.builder()
                .pad(f[PAD_TOP], f[PAD_LEFT], f[PAD_BOTTOM], f[PAD_RIGHT])
                .dilation(f[6], f[7])
                .stride(f[8], f[9])
                .input(f[12], f[13] * f[14], f[IH], f[IW])
                .groups(f[13])
                .filters(f[13] * f[15], f[10], f[11])
                .build();
    }

    /**
     * A small pooling of the same kind that fails.
     *
     * @param failing a shape that fails
     * @param fails whether a shape fails; asked about valid shapes only
     */
    public static PoolShape minimise(PoolShape failing, Predicate<PoolShape> fails) {
        int[] fields = {
            failing.padTop(),
            failing.padBottom(),
            failing.padLeft(),
            failing.padRight(),
            failing.ih(),
            failing.iw(),
            failing.dh(),
            failing.dw(),
            failing.sh(),
            failing.sw(),
            failing.kh(),
            failing.kw(),
            failing.mb(),
            failing.c(),
            failing.ceilMode() ? 1 : 0
        };
        Function<int[], PoolShape> pooling = f -> PoolShape.builder()
                .kind(failing.kind())
                .pad(f[PAD_TOP], f[PAD_LEFT], f[PAD_BOTTOM], f[PAD_RIGHT])
                .dilation(f[6], f[7])
                .stride(f[8], f[9])
                .window(f[10], f[11])
                .input(f[12], f[13], f[IH], f[IW])
                .ceilMode(f[14] == 1)
                .build();
        return new Search<>(pooling, fails, POOL_LEAST).shrink(fields);
    }

    private static final class Search<S> {
        private final Function<int[], S> shapes;
        private final Predicate<S> fails;
        private final int[] least;
        private int trials;
        private int[] smallest;

        Search(Function<int[], S> shapes, Predicate<S> fails, int[] least) {
            this.shapes = shapes;
            this.fails = fails;
            this.least = least;
        }

        S shrink(int[] start) {
            smallest = start.clone();
            boolean smaller = true;
            while (smaller) {
                smaller = fold(PAD_TOP, PAD_BOTTOM, IH);
                smaller |= fold(PAD_LEFT, PAD_RIGHT, IW);
                for (int k = 0; k < least.length; k++) {
                    smaller |= shrinkField(k);
                }
            }
            return shapes.apply(smallest);
        }

        /** Turns padding into input: paddings never grow again, so this ends. */
        private boolean fold(int begin, int end, int size) {
            int[] fields = smallest.clone();
            fields[size] += fields[begin] + fields[end];
            fields[begin] = 0;
            fields[end] = 0;
            return fields[size] > smallest[size] && keepIfFailing(fields);
        }

        /** Makes a field as small as it goes; says whether it became smaller. */
        private boolean shrinkField(int k) {
            int before = smallest[k];
            int value;
            do {
                value = smallest[k];
            } while (tryValue(k, least[k]) || tryValue(k, value / 2) || tryValue(k, value - 1));
            return value < before;
        }

        private boolean tryValue(int k, int value) {
            if (value >= smallest[k] || value < least[k]) {
                return false;
            }
            int[] fields = smallest.clone();
            fields[k] = value;
            return keepIfFailing(fields);
        }

        private boolean keepIfFailing(int[] fields) {
            S shape;
            try {
                shape = shapes.apply(fields);
            } catch (IllegalArgumentException invalid) {
                return false;
            }
            boolean failing = trials++ < MAX_TRIALS && fails.test(shape);
            smallest = failing ? fields : smallest;
            return failing;
        }
    }
}
