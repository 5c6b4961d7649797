package dev.convbench.peers.base;

import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;

/** Finds windows that lie wholly in the padding. */
public final class EmptyWindows {
    private EmptyWindows() {}

    /** Whether a convolution has an output that reads no pixel. */
    public static boolean in(ConvShape shape) {
        return in(shape.oh(), shape.sh(), shape.kh(), shape.dh(), shape.ih(), shape.padTop())
                || in(shape.ow(), shape.sw(), shape.kw(), shape.dw(), shape.iw(), shape.padLeft());
    }

    /** Whether a pooling has an output that reads no pixel. */
    static boolean in(PoolShape shape) {
        return in(shape.oh(), shape.sh(), shape.kh(), shape.dh(), shape.ih(), shape.padTop())
                || in(shape.ow(), shape.sw(), shape.kw(), shape.dw(), shape.iw(), shape.padLeft());
    }

    private static boolean in(int out, int stride, int taps, int dilation, int in, int begin) {
        for (int i = 0; i < out; i++) {
            boolean any = false;
            for (int tap = 0; tap < taps && !any; tap++) {
                long at = (long) i * stride + (long) tap * dilation - begin;
                any = at >= 0 && at < in;
            }
            if (!any) {
                return true;
            }
        }
        return false;
    }
}
