package dev.convbench.strategy.auto;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;

/**
 * The rule: which strategy to take where nothing was measured. It looks at shape and pass alone, and names strategies that may
 * be missing or refuse: then the next of the list is asked.
 *
 * @param strategy name
 * @param why in one phrase
 */
record AutoRule(String strategy, String why) {
    private static final AutoRule DIRECT = new AutoRule("simd", "direct kernels of vectors");

    /** Below this many channels on either side, the transforms cost more than the multiplications they save. */
    private static final int LEAST_CHANNELS = 16;

    /** Below this many outputs of a channel, most of a few tiles is unused or weights set the pace. */
    private static final int LEAST_OUTPUTS = 100;

    /** The first choice. */
    static AutoRule of(ConvShape shape, Pass pass) {
        boolean transforms = pass == Pass.FORWARD || pass == Pass.BACKWARD_DATA;
        if (!transforms
                || shape.kh() != 3
                || shape.kw() != 3
                || shape.sh() * shape.sw() * shape.dh() * shape.dw() != 1) {
            return DIRECT;
        }
        int channels = Math.min(shape.icPerGroup(), shape.ocPerGroup());
        boolean forward = pass == Pass.FORWARD;
        int rows = forward ? shape.oh() : shape.ih();
        int columns = forward ? shape.ow() : shape.iw();
        long outputs = (long) shape.mb() * rows * columns;
        return channels >= LEAST_CHANNELS && outputs >= LEAST_OUTPUTS && Math.min(rows, columns) > 2
                ? new AutoRule("winograd", "3x3, stride 1, " + channels + " channels or more on both sides")
                : DIRECT;
    }
}
