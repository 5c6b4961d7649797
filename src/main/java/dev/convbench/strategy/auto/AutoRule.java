package dev.convbench.strategy.auto;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;

/**
 * The rule: which strategy to take where nothing was measured. It looks at shape and pass alone, and names a strategy that may
 * be missing or refuse: then the next best is taken.
 *
 * <p>The limits were read off times of all distinct shapes of the catalogue in double on AVX-512; {@code scripts/auto-check}
 * measures how often they hold.
 *
 * @param strategy name
 * @param why in one phrase
 */
record AutoRule(String strategy, String why) {
    private static final AutoRule SIMD = new AutoRule("simd", "its own rule knows best");

    /** Taps along an axis from which Fourier transforms win. */
    private static final int LARGE_KERNEL = 7;

    /** Below this many channels on either side, the transforms cost more than the multiplications they save. */
    private static final int LEAST_CHANNELS = 16;

    /** Below this many outputs of a channel, all images together, reading transformed weights sets the pace: one 7x7 map. */
    private static final int LEAST_OUTPUTS = 96;

    /** From so many channels on either side, one 7x7 map is still worth the transform of F(2, 3). */
    private static final int MANY_CHANNELS = 256;

    /** Maps of so few rows or columns are mostly border, where transformed tiles compute what is thrown away. */
    private static final int TINY_SIDE = 2;

    /** The choice. */
    static AutoRule of(ConvShape shape, Pass pass) {
        if (pass != Pass.FORWARD && pass != Pass.BACKWARD_DATA) {
            return SIMD;
        }
        AutoRule transform = transform(shape, pass);
        return transform == null ? SIMD : transform;
    }

    /** Winograd or Fourier where they win, else null. */
    private static AutoRule transform(ConvShape shape, Pass pass) {
        boolean small = shape.kh() == 3 || shape.kh() == 5;
        boolean suits = shape.kw() == shape.kh()
                && (small || shape.kh() >= LARGE_KERNEL)
                && shape.sh() == 1
                && shape.sw() == 1
                && shape.dh() == 1
                && shape.dw() == 1;
        boolean forward = pass == Pass.FORWARD;
        int rows = forward ? shape.oh() : shape.ih();
        int columns = forward ? shape.ow() : shape.iw();
        int channels = Math.min(shape.icPerGroup(), shape.ocPerGroup());
        if (!suits || channels < LEAST_CHANNELS || Math.min(rows, columns) <= TINY_SIDE) {
            return null;
        }
        if ((long) shape.mb() * rows * columns < LEAST_OUTPUTS) {
            boolean pays = shape.kh() == 3 && channels >= MANY_CHANNELS && forward;
            return pays ? new AutoRule("winograd-2", "3x3 with very many channels on a tiny map") : null;
        }
        return new AutoRule(
                small ? "winograd" : "fft",
                shape.kh() + "x" + shape.kw() + " of stride 1 with many channels and outputs");
    }
}
