package dev.convbench.op;

/** Writes the part of a descriptor that convolutions and poolings share. */
final class DescriptorText {
    private DescriptorText() {}

    /**
     * Strides, dilations and paddings. A descriptor counts dilation from 0 (dense); bottom and right padding are written
     * only where they differ from top and left.
     */
    static void windowTail(
            StringBuilder text, int sh, int sw, int dh, int dw, int padTop, int padLeft, int padBottom, int padRight) {
        text.append("sh").append(sh).append("sw").append(sw);
        text.append("dh").append(dh - 1).append("dw").append(dw - 1);
        text.append("ph").append(padTop).append("pw").append(padLeft);
        if (padBottom != padTop) {
            text.append("pb").append(padBottom);
        }
        if (padRight != padLeft) {
            text.append("pr").append(padRight);
        }
    }
}
