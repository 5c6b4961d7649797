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

    /** Pixels of a map on which rows waste lanes, so that packing pixels densely can pay; and of one where it does. */
    private static final int SMALL_MAP = 256;

    private static final int TINY_MAP = 64;

    /** Packing pixels pays only if that many outputs use them … */
    private static final int FEW_OUTPUTS = 160;

    /** … and, on maps that are not tiny, if sums are that long. */
    private static final int LONG_SUM = 512;

    /** With that many images, a 1x1 kernel finds its weights in the cache for all but the first. */
    private static final int MANY_IMAGES = 16;

    private static final int SOME_IMAGES = 8;

    /** The choice. */
    static AutoRule of(ConvShape shape, Pass pass) {
        if (pass != Pass.FORWARD && pass != Pass.BACKWARD_DATA) {
            return SIMD;
        }
        AutoRule transform = transform(shape, pass);
        if (transform != null) {
            return transform;
        }
        return pass == Pass.FORWARD ? direct(shape) : SIMD;
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
        boolean wins = Math.min(shape.icPerGroup(), shape.ocPerGroup()) >= LEAST_CHANNELS
                && (long) shape.mb() * rows * columns >= LEAST_OUTPUTS
                && Math.min(rows, columns) > 2;
        if (!suits || !wins) {
            return null;
        }
        return new AutoRule(
                small ? "winograd" : "fft",
                shape.kh() + "x" + shape.kw() + " of stride 1 with many channels and outputs");
    }

    /** Which direct kernel for a forward pass. */
    private static AutoRule direct(ConvShape shape) {
        int pixels = shape.oh() * shape.ow();
        boolean dense = shape.g() == 1;
        boolean pointwise = dense && shape.kh() == 1 && shape.kw() == 1;
        if (pointwise && shape.sh() * shape.sw() > 1) {
            return pixels > TINY_MAP || shape.mb() >= SOME_IMAGES
                    ? new AutoRule("im2col", "1x1 with a stride: its columns are every other pixel, packed once")
                    : SIMD;
        }
        if (!dense || pixels > SMALL_MAP) {
            return SIMD;
        }
        AutoRule inPlace = new AutoRule("simd-direct", "a small map, but too little use for packed pixels");
        if (pixels <= TINY_MAP) {
            boolean few = pointwise && (shape.oc() <= FEW_OUTPUTS || shape.mb() >= MANY_IMAGES);
            return few ? inPlace : SIMD;
        }
        long sum = (long) shape.ic() * shape.kh() * shape.kw();
        return shape.oc() <= FEW_OUTPUTS || sum < LONG_SUM || (pointwise && shape.mb() > 1) ? inPlace : SIMD;
    }
}
