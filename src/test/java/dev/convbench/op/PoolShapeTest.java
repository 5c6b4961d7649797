package dev.convbench.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sizes, divisors, work, bytes and text of a pooling shape, against counting; and what it refuses. */
@Tag("kernel")
class PoolShapeTest {
    private static final String[] FIELDS = {
        "mb", "ic", "ih", "iw", "kh", "kw", "sh", "sw", "dh", "dw", "padTop", "padLeft", "padBottom", "padRight"
    };

    private static final List<PoolKind> KINDS = List.of(PoolKind.values());

    private static final int[] PLAIN = {2, 3, 8, 9, 3, 2, 1, 1, 1, 1, 0, 0, 0, 0};

    private static PoolShape shape(PoolKind kind, boolean ceil, int... f) {
        return new PoolShape(
                kind, f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10], f[11], f[12], f[13], ceil);
    }

    private static String refusal(PoolKind kind, boolean ceil, Consumer<int[]> change) {
        int[] fields = PLAIN.clone();
        change.accept(fields);
        return assertThrows(IllegalArgumentException.class, () -> shape(kind, ceil, fields))
                .getMessage();
    }

    private static PoolShape random(SplittableRandom random) {
        while (true) {
            PoolKind kind = KINDS.get(random.nextInt(KINDS.size()));
            int[] f = {
                random.nextInt(1, 3), random.nextInt(1, 3), random.nextInt(1, 12), random.nextInt(1, 12),
                random.nextInt(1, 5), random.nextInt(1, 5), random.nextInt(1, 6), random.nextInt(1, 6),
                random.nextInt(1, 4), random.nextInt(1, 4), random.nextInt(0, 6), random.nextInt(0, 6),
                random.nextInt(0, 6), random.nextInt(0, 6)
            };
            boolean fits = f[8] * (f[4] - 1) + 1 <= f[2] + f[10] + f[12];
            if (fits && f[9] * (f[5] - 1) + 1 <= f[3] + f[11] + f[13]) {
                return shape(kind, random.nextBoolean(), f);
            }
        }
    }

    /**
     * Windows along one axis. Floor: those that fit into the padded input. Ceil: the next one comes as long as the padded
     * input goes on after the one before, and it starts inside the input or its begin padding.
     */
    private static int placed(int in, int begin, int end, int kernel, int dilation, int stride, boolean ceil) {
        int extent = dilation * (kernel - 1) + 1;
        int count = 0;
        int start = -begin;
        while (ceil ? start < in && (count == 0 || start - stride + extent < in + end) : start + extent <= in + end) {
            count++;
            start += stride;
        }
        return count;
    }

    @Test
    void sizesAndOperationsAgreeWithCounting() {
        SplittableRandom random = new SplittableRandom(2);
        int grown = 0;
        for (int k = 0; k < 2000; k++) {
            PoolShape s = random(random);
            int oh = placed(s.ih(), s.padTop(), s.padBottom(), s.kh(), s.dh(), s.sh(), s.ceilMode());
            int ow = placed(s.iw(), s.padLeft(), s.padRight(), s.kw(), s.dw(), s.sw(), s.ceilMode());
            assertEquals(oh, s.oh(), s.toString());
            assertEquals(ow, s.ow(), s.toString());
            grown += oh > placed(s.ih(), s.padTop(), s.padBottom(), s.kh(), s.dh(), s.sh(), false) ? 1 : 0;
            assertEquals(s.mb() * s.c() * s.ih() * s.iw(), s.xLength());
            assertEquals(s.mb() * s.c() * oh * ow, s.yLength());
            assertEquals(s.kh() * s.kw(), s.windowCells());
            long pixels = 0;
            for (int i = 0; i < oh; i++) {
                for (int j = 0; j < ow; j++) {
                    pixels += cells(s, i, j, false);
                    if (!s.isMax()) {
                        boolean counted = s.kind() == PoolKind.AVERAGE_INCLUDE_PADDING;
                        assertEquals(cells(s, i, j, counted), s.averageDivisor(i, j), s + " at " + i + ", " + j);
                    }
                }
            }
            double all = (double) s.mb() * s.c() * pixels;
            assertEquals(all, s.operations(Pass.FORWARD), s.toString());
            assertEquals(s.isMax() ? s.yLength() : all, s.operations(Pass.BACKWARD_DATA), s.toString());
        }
        assertTrue(grown > 100, "shapes that ceil mode makes larger: " + grown);
    }

    /** Cells of a window that are pixels, or pixels and padding. */
    private static int cells(PoolShape s, int i, int j, boolean padding) {
        int count = 0;
        for (int r = 0; r < s.kh(); r++) {
            for (int c = 0; c < s.kw(); c++) {
                int row = i * s.sh() - s.padTop() + r * s.dh();
                int column = j * s.sw() - s.padLeft() + c * s.dw();
                boolean pixel = row >= 0 && row < s.ih() && column >= 0 && column < s.iw();
                boolean padded = row >= -s.padTop()
                        && row < s.ih() + s.padBottom()
                        && column >= -s.padLeft()
                        && column < s.iw() + s.padRight();
                count += (padding ? padded : pixel) ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void bytesAreEachTensorOnceAndArgmaxOfMaxima() {
        PoolShape max = shape(PoolKind.MAX, false, PLAIN);
        int x = 2 * 3 * 8 * 9;
        int y = 2 * 3 * 6 * 8;
        for (Pass pass : new Pass[] {Pass.FORWARD, Pass.BACKWARD_DATA}) {
            assertEquals(8.0 * (x + y) + 4.0 * y, max.compulsoryBytes(pass, Precision.F64));
            assertEquals(4.0 * (x + y) + 4.0 * y, max.compulsoryBytes(pass, Precision.F32));
            PoolShape average = shape(PoolKind.AVERAGE_EXCLUDE_PADDING, false, PLAIN);
            assertEquals(8.0 * (x + y), average.compulsoryBytes(pass, Precision.F64));
        }
    }

    @Test
    void textIsTheDescriptorOfBenchdnn() {
        assertEquals(
                "max_mb2ic3ih8iw9oh6ow8kh3kw2sh1sw1dh0dw0ph0pw0",
                shape(PoolKind.MAX, false, PLAIN).toString());
        PoolShape.Builder all = PoolShape.builder()
                .input(2, 3, 8, 9)
                .window(3, 2)
                .stride(2, 4)
                .pad(1, 2, 3, 4)
                .ceilMode(true);
        assertEquals(
                "max_mb2ic3ih8iw9oh5ow3kh3kw2sh2sw4dh1dw2ph1pw2pb3pr4cm1",
                all.dilation(2, 3).build().toString());
        all.dilation(1, 1);
        assertEquals(
                "avg_p_mb2ic3ih8iw9oh5ow3kh3kw2sh2sw4dh0dw0ph1pw2pb3pr4cm1",
                all.kind(PoolKind.AVERAGE_INCLUDE_PADDING).build().toString());
        assertEquals(
                "avg_np_mb2ic3ih8iw9oh5ow3kh3kw2sh2sw4dh0dw0ph1pw2pb3pr4cm1",
                all.kind(PoolKind.AVERAGE_EXCLUDE_PADDING).build().toString());
    }

    @Test
    void theBuilderSetsEveryField() {
        PoolShape built = PoolShape.builder()
                .kind(PoolKind.MAX)
                .input(2, 3, 18, 19)
                .window(4, 5)
                .stride(6, 7)
                .dilation(2, 3)
                .pad(8, 9, 10, 11)
                .ceilMode(true)
                .build();
        assertEquals(shape(PoolKind.MAX, true, 2, 3, 18, 19, 4, 5, 6, 7, 2, 3, 8, 9, 10, 11), built);
        assertTrue(built.isMax());
        PoolShape least = PoolShape.builder().build();
        assertEquals(shape(PoolKind.MAX, false, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0), least);
        assertFalse(PoolShape.builder()
                .kind(PoolKind.AVERAGE_INCLUDE_PADDING)
                .build()
                .isMax());
    }

    @Test
    void aFieldBelowItsLeastIsNamed() {
        assertThrows(NullPointerException.class, () -> shape(null, false, PLAIN));
        for (int k = 0; k < FIELDS.length; k++) {
            int field = k;
            int least = k < 10 ? 1 : 0;
            for (int value : new int[] {least - 1, -7, Integer.MIN_VALUE}) {
                assertEquals(
                        FIELDS[k] + " is " + value + ", must be at least " + least,
                        refusal(PoolKind.MAX, false, f -> f[field] = value));
            }
        }
    }

    @Test
    void dilationSpreadsTheWindow() {
        int[] dilated = PLAIN.clone();
        dilated[8] = 2;
        for (PoolKind kind : PoolKind.values()) {
            assertEquals(4, shape(kind, false, dilated).oh());
        }
    }

    @Test
    void sizesThatOverflowAreNamed() {
        int max = Integer.MAX_VALUE;
        for (boolean ceil : new boolean[] {false, true}) {
            String message = refusal(PoolKind.MAX, ceil, f -> f[4] = 9);
            assertTrue(message.startsWith("kh is 9:"), message);
            message = refusal(PoolKind.MAX, ceil, f -> f[9] = max);
            assertTrue(message.startsWith("kw is 2: with dilation 2147483647"), message);
            message = refusal(PoolKind.MAX, ceil, f -> {
                f[0] = 1 << 16;
                f[1] = 1 << 16;
            });
            assertTrue(message.startsWith("x needs mb*ic*ih*iw = 309237645312 elements"), message);
            message = refusal(PoolKind.MAX, ceil, f -> {
                f[0] = 1 << 14;
                f[1] = 1 << 11;
                f[2] = 1;
                f[3] = 1;
                f[10] = 15;
                f[11] = 15;
            });
            assertTrue(message.startsWith("y needs mb*ic*oh*ow = "), message);
            message = refusal(PoolKind.MAX, ceil, f -> f[12] = max);
            assertTrue(message.startsWith("ih with its padding spans 2147483655"), message);
        }
        int[] strided = PLAIN.clone();
        strided[6] = max;
        assertEquals(1, shape(PoolKind.MAX, false, strided).oh(), "a stride has no upper limit");
        assertEquals(1, shape(PoolKind.MAX, true, strided).oh(), "a stride has no upper limit");
    }
}
