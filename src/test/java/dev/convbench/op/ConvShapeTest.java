package dev.convbench.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sizes, work, bytes and text of a convolution shape, against counting; and what it refuses. */
@Tag("kernel")
class ConvShapeTest {
    /** The 16 components, in order, so that a test can set one of them. */
    private static final String[] FIELDS = {
        "mb",
        "g",
        "ic",
        "ih",
        "iw",
        "oc",
        "kh",
        "kw",
        "sh",
        "sw",
        "dh",
        "dw",
        "padTop",
        "padLeft",
        "padBottom",
        "padRight"
    };

    private static final int[] PLAIN = {2, 1, 3, 8, 9, 4, 3, 2, 1, 1, 1, 1, 0, 0, 0, 0};

    private static ConvShape shape(int... f) {
        return new ConvShape(
                f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10], f[11], f[12], f[13], f[14], f[15]);
    }

    private static ConvShape plainBut(Consumer<int[]> change) {
        int[] fields = PLAIN.clone();
        change.accept(fields);
        return shape(fields);
    }

    private static String refusal(Consumer<int[]> change) {
        return assertThrows(IllegalArgumentException.class, () -> plainBut(change))
                .getMessage();
    }

    /** A random shape whose kernel fits. */
    private static ConvShape random(SplittableRandom random) {
        while (true) {
            int g = random.nextInt(1, 4);
            int[] f = {
                random.nextInt(1, 4),
                g,
                g * random.nextInt(1, 3),
                random.nextInt(1, 12),
                random.nextInt(1, 12),
                g * random.nextInt(1, 3),
                random.nextInt(1, 5),
                random.nextInt(1, 5),
                random.nextInt(1, 6),
                random.nextInt(1, 6),
                random.nextInt(1, 4),
                random.nextInt(1, 4),
                random.nextInt(0, 6),
                random.nextInt(0, 6),
                random.nextInt(0, 6),
                random.nextInt(0, 6)
            };
            boolean fits = f[10] * (f[6] - 1) + 1 <= f[3] + f[12] + f[14];
            if (fits && f[11] * (f[7] - 1) + 1 <= f[4] + f[13] + f[15]) {
                return shape(f);
            }
        }
    }

    /** Places where a window can start: every stride-th cell of the padded input from which the kernel still fits. */
    private static int placed(int in, int begin, int end, int kernel, int dilation, int stride) {
        int count = 0;
        for (int start = -begin; start + dilation * (kernel - 1) < in + end; start += stride) {
            count++;
        }
        return count;
    }

    @Test
    void sizesAndWorkAgreeWithCounting() {
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k < 2000; k++) {
            ConvShape s = random(random);
            assertEquals(placed(s.ih(), s.padTop(), s.padBottom(), s.kh(), s.dh(), s.sh()), s.oh(), s.toString());
            assertEquals(placed(s.iw(), s.padLeft(), s.padRight(), s.kw(), s.dw(), s.sw()), s.ow(), s.toString());
            assertEquals(s.mb() * s.ic() * s.ih() * s.iw(), s.xLength());
            assertEquals(s.oc() * (s.ic() / s.g()) * s.kh() * s.kw(), s.wLength());
            assertEquals(s.mb() * s.oc() * s.oh() * s.ow(), s.yLength());
            long nominal = 0;
            long real = 0;
            for (int i = 0; i < s.oh(); i++) {
                for (int j = 0; j < s.ow(); j++) {
                    for (int r = 0; r < s.kh(); r++) {
                        for (int c = 0; c < s.kw(); c++) {
                            int row = i * s.sh() - s.padTop() + r * s.dh();
                            int column = j * s.sw() - s.padLeft() + c * s.dw();
                            nominal++;
                            real += row >= 0 && row < s.ih() && column >= 0 && column < s.iw() ? 1 : 0;
                        }
                    }
                }
            }
            double each = 2.0 * s.mb() * s.oc() * s.ic() / s.g();
            for (Pass pass : new Pass[] {Pass.FORWARD, Pass.BACKWARD_DATA, Pass.BACKWARD_WEIGHTS}) {
                assertEquals(each * nominal, s.nominalFlops(pass), s.toString());
                assertEquals(each * real, s.realFlops(pass), s.toString());
            }
            assertEquals(s.yLength(), s.nominalFlops(Pass.BACKWARD_BIAS));
            assertEquals(s.yLength(), s.realFlops(Pass.BACKWARD_BIAS));
        }
    }

    @Test
    void bytesAreEachTensorOnce() {
        ConvShape s = plainBut(f -> {});
        int x = 2 * 3 * 8 * 9;
        int w = 4 * 3 * 3 * 2;
        int y = 2 * 4 * 6 * 8;
        assertEquals(8.0 * (x + w + 4 + y), s.compulsoryBytes(Pass.FORWARD, Precision.F64));
        assertEquals(4.0 * (x + w + 4 + y), s.compulsoryBytes(Pass.FORWARD, Precision.F32));
        assertEquals(8.0 * (x + w + y), s.compulsoryBytes(Pass.BACKWARD_DATA, Precision.F64));
        assertEquals(8.0 * (x + w + y), s.compulsoryBytes(Pass.BACKWARD_WEIGHTS, Precision.F64));
        assertEquals(8.0 * (y + 4), s.compulsoryBytes(Pass.BACKWARD_BIAS, Precision.F64));
    }

    @Test
    void reductionLengthsAreTheTermsOfOneElement() {
        ConvShape s = ConvShape.builder()
                .input(2, 6, 8, 9)
                .groups(3)
                .filters(12, 3, 2)
                .build();
        assertEquals(2 * 3 * 2, s.reductionLength(Pass.FORWARD));
        assertEquals(4 * 3 * 2, s.reductionLength(Pass.BACKWARD_DATA));
        assertEquals(2 * 6 * 8, s.reductionLength(Pass.BACKWARD_WEIGHTS));
        assertEquals(2 * 6 * 8, s.reductionLength(Pass.BACKWARD_BIAS));
    }

    @Test
    void depthwiseMeansOneInputAndOneOutputChannelEach() {
        assertTrue(ConvShape.builder()
                .input(1, 4, 3, 3)
                .groups(4)
                .filters(4, 1, 1)
                .build()
                .isDepthwise());
        assertFalse(ConvShape.builder()
                .input(1, 4, 3, 3)
                .groups(4)
                .filters(8, 1, 1)
                .build()
                .isDepthwise());
        assertFalse(
                ConvShape.builder().input(1, 1, 3, 3).filters(1, 1, 1).build().isDepthwise());
    }

    @Test
    void textIsTheDescriptorOfBenchdnn() {
        assertEquals(
                "g1mb2ic3ih8iw9oc4oh6ow8kh3kw2sh1sw1dh0dw0ph0pw0",
                plainBut(f -> {}).toString());
        assertEquals(
                "g3mb2ic6ih8iw9oc12oh4ow3kh3kw2sh2sw4dh1dw2ph1pw2pb3pr4",
                ConvShape.builder()
                        .input(2, 6, 8, 9)
                        .groups(3)
                        .filters(12, 3, 2)
                        .stride(2, 4)
                        .dilation(2, 3)
                        .pad(1, 2, 3, 4)
                        .build()
                        .toString());
    }

    @Test
    void theBuilderSetsEveryField() {
        ConvShape built = ConvShape.builder()
                .input(2, 6, 18, 19)
                .groups(3)
                .filters(12, 3, 2)
                .stride(4, 5)
                .dilation(6, 7)
                .pad(8, 9, 10, 11)
                .build();
        assertEquals(shape(2, 3, 6, 18, 19, 12, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11), built);
        assertEquals(
                shape(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0),
                ConvShape.builder().build());
    }

    @Test
    void aFieldBelowItsLeastIsNamed() {
        for (int k = 0; k < FIELDS.length; k++) {
            int field = k;
            int least = k < 12 ? 1 : 0;
            for (int value : new int[] {least - 1, -7, Integer.MIN_VALUE}) {
                assertEquals(
                        FIELDS[k] + " is " + value + ", must be at least " + least, refusal(f -> f[field] = value));
            }
        }
    }

    @Test
    void channelsMustBeMultiplesOfTheGroups() {
        assertEquals("ic is 3, not a multiple of g = 2", refusal(f -> f[1] = 2));
        assertEquals("oc is 4, not a multiple of g = 3", refusal(f -> f[1] = 3));
    }

    @Test
    void aKernelThatDoesNotFitIsNamed() {
        String message = refusal(f -> f[6] = 9);
        assertTrue(message.startsWith("kh is 9:") && message.contains("only 8"), message);
        message = refusal(f -> f[11] = 9);
        assertTrue(message.startsWith("kw is 2:") && message.contains("spans 10"), message);
        assertEquals(1, plainBut(f -> f[6] = 8).oh());
        assertEquals(1, plainBut(f -> f[10] = 3).oh() - 1);
    }

    @Test
    void sizesThatOverflowAreNamed() {
        int max = Integer.MAX_VALUE;
        // 65536² = 2³² wraps to 0, and 2³¹ − 1 squared wraps to 1: products must not be taken in an int, nor in a long.
        String message = refusal(f -> {
            f[0] = 1 << 16;
            f[2] = 1 << 16;
        });
        assertTrue(message.startsWith("x needs mb*ic*ih*iw = 309237645312 elements"), message);
        message = refusal(f -> {
            f[0] = max;
            f[2] = max;
            f[3] = 1 << 30;
            f[4] = 1 << 30;
        });
        assertTrue(message.startsWith("x needs") && message.contains("elements"), message);
        message = refusal(f -> f[5] = 1 << 29);
        assertTrue(message.startsWith("w needs oc*(ic/g)*kh*kw = 9663676416 elements"), message);
        message = refusal(f -> {
            f[5] = 1 << 20;
            f[2] = 1;
            f[6] = 1;
            f[7] = 1;
            f[3] = 64;
            f[4] = 64;
        });
        assertTrue(message.startsWith("y needs mb*oc*oh*ow = 8589934592 elements"), message);
        message = refusal(f -> f[12] = max);
        assertTrue(message.startsWith("ih with its padding spans 2147483655"), message);
        message = refusal(f -> {
            f[13] = max;
            f[15] = max;
        });
        assertTrue(message.startsWith("iw with its padding spans"), message);
        message = refusal(f -> f[10] = max);
        assertTrue(message.startsWith("kh is 3: with dilation 2147483647 the kernel spans 4294967295"), message);
        message = refusal(f -> f[7] = max);
        assertTrue(message.startsWith("kw is 2147483647:"), message);
        assertEquals(1, plainBut(f -> f[8] = max).oh(), "a stride has no upper limit");
    }
}
