package dev.convbench.strategy;

import dev.convbench.op.ConvShape;
import dev.convbench.op.PoolShape;

/**
 * One axis of a sliding window: which outputs and taps meet pixels. Tap t of output o stands at position o·stride +
 * t·dilation − pad, a pixel if that lies in [0, in).
 *
 * @param in pixels
 * @param out outputs
 * @param taps taps of the window
 * @param stride distance between windows
 * @param dilation distance between taps
 * @param pad positions in front of the first pixel
 */
public record Axis(int in, int out, int taps, int stride, int dilation, int pad) {
    /** The vertical axis. */
    public static Axis rows(ConvShape shape) {
        return new Axis(shape.ih(), shape.oh(), shape.kh(), shape.sh(), shape.dh(), shape.padTop());
    }

    /** The horizontal axis. */
    public static Axis columns(ConvShape shape) {
        return new Axis(shape.iw(), shape.ow(), shape.kw(), shape.sw(), shape.dw(), shape.padLeft());
    }

    /** The vertical axis. */
    public static Axis rows(PoolShape shape) {
        return new Axis(shape.ih(), shape.oh(), shape.kh(), shape.sh(), shape.dh(), shape.padTop());
    }

    /** The horizontal axis. */
    public static Axis columns(PoolShape shape) {
        return new Axis(shape.iw(), shape.ow(), shape.kw(), shape.sw(), shape.dw(), shape.padLeft());
    }

    /** Position of a tap of an output; outside [0, in) it is padding. */
    public int position(int output, int tap) {
        return output * stride + tap * dilation - pad;
    }

    /** Whether a position is a pixel. */
    public boolean isPixel(int position) {
        return position >= 0 && position < in;
    }

    /** The first output whose tap is a pixel or behind the last one; at most {@link #out}. */
    public int firstOutput(int tap) {
        int shift = tap * dilation - pad;
        return shift >= 0 ? 0 : Math.min(out, (-shift - 1) / stride + 1);
    }

    /** Behind the last output whose tap is a pixel; at least {@link #firstOutput}. */
    public int endOutput(int tap) {
        int room = in - 1 - (tap * dilation - pad);
        int end = room < 0 ? 0 : Math.min(out, room / stride + 1);
        return Math.max(firstOutput(tap), end);
    }

    /** The first tap of an output that is a pixel, or −1 if none is. */
    public int firstTap(int output) {
        int start = output * stride - pad;
        int tap = start >= 0 ? 0 : (-start - 1) / dilation + 1;
        return tap < taps && start + tap * dilation < in ? tap : -1;
    }

    /** Padded extent that the windows span: from the first tap of the first output to the last of the last. */
    public int span() {
        return (out - 1) * stride + (taps - 1) * dilation + 1;
    }
}
