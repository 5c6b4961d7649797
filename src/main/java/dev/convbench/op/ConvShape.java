package dev.convbench.op;

/**
 * Sizes of a 2-D convolution. Immutable; checked on construction; holds no data.
 *
 * <p>Tensors: x (mb, ic, ih, iw), w (oc, ic/g, kh, kw), b (oc), y (mb, oc, oh, ow), flat and row-major.
 *
 * <p>Output pixel (i, j) reads input pixel (i·sh − padTop + r·dh, j·sw − padLeft + s·dw) for tap (r, s); a pixel outside
 * the input counts as zero.
 *
 * @param mb images in the batch
 * @param g groups; ic and oc are multiples of it
 * @param ic input channels, all groups together
 * @param ih input height
 * @param iw input width
 * @param oc output channels, all groups together
 * @param kh kernel height
 * @param kw kernel width
 * @param sh vertical stride
 * @param sw horizontal stride
 * @param dh vertical dilation; 1 means dense
 * @param dw horizontal dilation; 1 means dense
 * @param padTop rows of zeros above the input
 * @param padLeft columns of zeros left of it
 * @param padBottom rows of zeros below it
 * @param padRight columns of zeros right of it
 */
public record ConvShape(
        int mb,
        int g,
        int ic,
        int ih,
        int iw,
        int oc,
        int kh,
        int kw,
        int sh,
        int sw,
        int dh,
        int dw,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight) {

    /**
     * Checks every field and that each tensor fits into a Java array.
     *
     * @throws IllegalArgumentException naming the field that is wrong, and why
     */
    public ConvShape {
        Sizes.atLeast(1, mb, "mb");
        Sizes.atLeast(1, g, "g");
        Sizes.atLeast(1, ic, "ic");
        Sizes.atLeast(1, ih, "ih");
        Sizes.atLeast(1, iw, "iw");
        Sizes.atLeast(1, oc, "oc");
        Sizes.atLeast(1, kh, "kh");
        Sizes.atLeast(1, kw, "kw");
        Sizes.atLeast(1, sh, "sh");
        Sizes.atLeast(1, sw, "sw");
        Sizes.atLeast(1, dh, "dh");
        Sizes.atLeast(1, dw, "dw");
        Sizes.atLeast(0, padTop, "padTop");
        Sizes.atLeast(0, padLeft, "padLeft");
        Sizes.atLeast(0, padBottom, "padBottom");
        Sizes.atLeast(0, padRight, "padRight");
        if (ic % g != 0) {
            throw new IllegalArgumentException("ic is " + ic + ", not a multiple of g = " + g);
        }
        if (oc % g != 0) {
            throw new IllegalArgumentException("oc is " + oc + ", not a multiple of g = " + g);
        }
        int oh = Sizes.output(ih, padTop, padBottom, kh, dh, sh, "h");
        int ow = Sizes.output(iw, padLeft, padRight, kw, dw, sw, "w");
        Sizes.elements("x", "mb*ic*ih*iw", mb, ic, ih, iw);
        Sizes.elements("w", "oc*(ic/g)*kh*kw", oc, ic / g, kh, kw);
        Sizes.elements("y", "mb*oc*oh*ow", mb, oc, oh, ow);
    }

    /** A builder with mb = g = stride = dilation = 1 and no padding. */
    public static Builder builder() {
        return new Builder();
    }

    /** Output height. */
    public int oh() {
        return Sizes.output(ih, padTop, padBottom, kh, dh, sh, "h");
    }

    /** Output width. */
    public int ow() {
        return Sizes.output(iw, padLeft, padRight, kw, dw, sw, "w");
    }

    /** Input channels of one group, ic / g. */
    public int icPerGroup() {
        return ic / g;
    }

    /** Output channels of one group, oc / g. */
    public int ocPerGroup() {
        return oc / g;
    }

    /** Elements of x and dx. */
    public int xLength() {
        return mb * ic * ih * iw;
    }

    /** Elements of w and dw. */
    public int wLength() {
        return oc * icPerGroup() * kh * kw;
    }

    /** Elements of y and dy. */
    public int yLength() {
        return mb * oc * oh() * ow();
    }

    /** Whether every group has one input channel and one output channel. */
    public boolean isDepthwise() {
        return g > 1 && g == ic && g == oc;
    }

    /** Terms summed into one output element of a pass: K in error bounds and GEMM. */
    public long reductionLength(Pass pass) {
        return switch (pass) {
            case FORWARD -> (long) icPerGroup() * kh * kw;
            case BACKWARD_DATA -> (long) ocPerGroup() * kh * kw;
            case BACKWARD_WEIGHTS, BACKWARD_BIAS -> (long) mb * oh() * ow();
        };
    }

    /**
     * Floating point operations of a pass, two per multiply-add, padding taps counted as if they were pixels: the figure
     * that libraries quote. The bias is not counted in {@link Pass#FORWARD}; {@link Pass#BACKWARD_BIAS} is one add per
     * element of dy.
     */
    public double nominalFlops(Pass pass) {
        return pass == Pass.BACKWARD_BIAS ? (double) yLength() : multiplyAdds((double) oh() * kh, (double) ow() * kw);
    }

    /** As {@link #nominalFlops} without the taps that meet padding: what must really be computed. */
    public double realFlops(Pass pass) {
        if (pass == Pass.BACKWARD_BIAS) {
            return yLength();
        }
        return multiplyAdds((double) Sizes.realTaps(ih, oh(), kh, sh, dh, padTop), (double)
                Sizes.realTaps(iw, ow(), kw, sw, dw, padLeft));
    }

    private double multiplyAdds(double rowTaps, double columnTaps) {
        return 2.0 * mb * oc * icPerGroup() * rowTaps * columnTaps;
    }

    /** Bytes that a pass must move at least: each input read once, each output written once. */
    public double compulsoryBytes(Pass pass, Precision precision) {
        double elements = switch (pass) {
            case FORWARD -> (double) xLength() + wLength() + oc + yLength();
            case BACKWARD_DATA -> (double) yLength() + wLength() + xLength();
            case BACKWARD_WEIGHTS -> (double) xLength() + yLength() + wLength();
            case BACKWARD_BIAS -> (double) yLength() + oc;
        };
        return elements * precision.bytes();
    }

    /** The canonical descriptor, in the notation of benchdnn; {@code shapes.Descriptors} reads it back. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("g").append(g).append("mb").append(mb);
        text.append("ic").append(ic).append("ih").append(ih).append("iw").append(iw);
        text.append("oc").append(oc).append("oh").append(oh()).append("ow").append(ow());
        text.append("kh").append(kh).append("kw").append(kw);
        DescriptorText.windowTail(text, sh, sw, dh, dw, padTop, padLeft, padBottom, padRight);
        return text.toString();
    }

    /** Collects the fields of a {@link ConvShape}. */
    public static final class Builder {
        private int mb = 1;
        private int g = 1;
        private int ic = 1;
        private int ih = 1;
        private int iw = 1;
        private int oc = 1;
        private int kh = 1;
        private int kw = 1;
        private int sh = 1;
        private int sw = 1;
        private int dh = 1;
        private int dw = 1;
        private int padTop;
        private int padLeft;
        private int padBottom;
        private int padRight;

        private Builder() {}

        /** Images, channels, height and width of x. */
        public Builder input(int images, int channels, int height, int width) {
            mb = images;
            ic = channels;
            ih = height;
            iw = width;
            return this;
        }

        /** Groups; 1 unless set. */
        public Builder groups(int groups) {
            g = groups;
            return this;
        }

        /** Output channels and kernel size. */
        public Builder filters(int outputChannels, int height, int width) {
            oc = outputChannels;
            kh = height;
            kw = width;
            return this;
        }

        /** Strides; 1 unless set. */
        public Builder stride(int vertical, int horizontal) {
            sh = vertical;
            sw = horizontal;
            return this;
        }

        /** Dilations; 1 (dense) unless set. */
        public Builder dilation(int vertical, int horizontal) {
            dh = vertical;
            dw = horizontal;
            return this;
        }

        /** The same padding on opposite sides; 0 unless set. */
        public Builder pad(int vertical, int horizontal) {
            return pad(vertical, horizontal, vertical, horizontal);
        }

        /** Padding of each side; 0 unless set. */
        public Builder pad(int top, int left, int bottom, int right) {
            padTop = top;
            padLeft = left;
            padBottom = bottom;
            padRight = right;
            return this;
        }

        /**
         * The shape.
         *
         * @throws IllegalArgumentException naming the field that is wrong
         */
        public ConvShape build() {
            return new ConvShape(mb, g, ic, ih, iw, oc, kh, kw, sh, sw, dh, dw, padTop, padLeft, padBottom, padRight);
        }
    }
}
