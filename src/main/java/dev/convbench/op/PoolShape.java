package dev.convbench.op;

/**
 * Sizes of a 2-D pooling. Immutable; checked on construction; holds no data.
 *
 * <p>Tensors: x (mb, c, ih, iw), y (mb, c, oh, ow), argmax (as y; index ih·iw within the plane, −1 for a window without
 * pixels), flat and row-major.
 *
 * @param kind maximum or one of the averages
 * @param mb images in the batch
 * @param c channels
 * @param ih input height
 * @param iw input width
 * @param kh window height
 * @param kw window width
 * @param sh vertical stride
 * @param sw horizontal stride
 * @param dh vertical dilation; 1 means dense
 * @param dw horizontal dilation; 1 means dense
 * @param padTop padding rows above the input
 * @param padLeft padding columns left of it
 * @param padBottom padding rows below it
 * @param padRight padding columns right of it
 * @param ceilMode round the output size up; the last window still starts inside the input or its begin padding
 */
public record PoolShape(
        PoolKind kind,
        int mb,
        int c,
        int ih,
        int iw,
        int kh,
        int kw,
        int sh,
        int sw,
        int dh,
        int dw,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight,
        boolean ceilMode) {

    /**
     * Checks every field and that each tensor fits into a Java array.
     *
     * @throws IllegalArgumentException naming the field that is wrong, and why
     */
    public PoolShape {
        java.util.Objects.requireNonNull(kind, "kind");
        Sizes.atLeast(1, mb, "mb");
        Sizes.atLeast(1, c, "ic");
        Sizes.atLeast(1, ih, "ih");
        Sizes.atLeast(1, iw, "iw");
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
        int oh = out(ih, padTop, padBottom, kh, dh, sh, ceilMode, "h");
        int ow = out(iw, padLeft, padRight, kw, dw, sw, ceilMode, "w");
        Sizes.elements("x", "mb*ic*ih*iw", mb, c, ih, iw);
        Sizes.elements("y", "mb*ic*oh*ow", mb, c, oh, ow);
    }

    private static int out(int in, int begin, int end, int k, int d, int s, boolean ceil, String field) {
        return ceil ? Sizes.outputCeil(in, begin, end, k, d, s, field) : Sizes.output(in, begin, end, k, d, s, field);
    }

    /** A builder with mb = c = stride = dilation = 1, no padding, floor mode, max. */
    public static Builder builder() {
        return new Builder();
    }

    /** Output height. */
    public int oh() {
        return out(ih, padTop, padBottom, kh, dh, sh, ceilMode, "h");
    }

    /** Output width. */
    public int ow() {
        return out(iw, padLeft, padRight, kw, dw, sw, ceilMode, "w");
    }

    /** Elements of x and dx. */
    public int xLength() {
        return mb * c * ih * iw;
    }

    /** Elements of y, dy and argmax. */
    public int yLength() {
        return mb * c * oh() * ow();
    }

    /** Whether this is max pooling, which has an argmax. */
    public boolean isMax() {
        return kind == PoolKind.MAX;
    }

    /** Cells of one window, kh·kw: terms behind one output of the forward pass. */
    public int windowCells() {
        return kh * kw;
    }

    /**
     * The number by which an average window is divided: its cells inside the padded input, or its pixels.
     *
     * @param i output row
     * @param j output column
     * @return the divisor; 0 if padding is excluded and the window has no pixel
     */
    public int averageDivisor(int i, int j) {
        return countedRows(i) * countedColumns(j);
    }

    /** How many rows of the cells of window row i count in an average: those inside the padded input, or the pixel rows. */
    public int countedRows(int i) {
        boolean padding = kind == PoolKind.AVERAGE_INCLUDE_PADDING;
        return counted(i * sh - padTop, kh, dh, padding ? -padTop : 0, padding ? ih + padBottom : ih);
    }

    /** The same for the columns of window column j. */
    public int countedColumns(int j) {
        boolean padding = kind == PoolKind.AVERAGE_INCLUDE_PADDING;
        return counted(j * sw - padLeft, kw, dw, padding ? -padLeft : 0, padding ? iw + padRight : iw);
    }

    /** How many of the cells start + t·dilation, t = 0 … cells − 1, are in [from, to). */
    private static int counted(int start, int cells, int dilation, int from, int to) {
        if (dilation == 1) {
            // The kernels ask for each window: most of them need no division.
            return Math.max(0, Math.min(start + cells, to) - Math.max(start, from));
        }
        int first = start >= from ? 0 : (from - start - 1) / dilation + 1;
        int end = start >= to ? 0 : Math.min(cells, (to - start - 1) / dilation + 1);
        return Math.max(0, end - first);
    }

    /**
     * Bytes that a pass must move at least: each input read once, each output written once; argmax, 4 bytes an element,
     * is an output of max forward and an input of max backward.
     */
    public double compulsoryBytes(Pass pass, Precision precision) {
        double values = ((double) xLength() + yLength()) * precision.bytes();
        return isMax() ? values + (double) yLength() * Integer.BYTES : values;
    }

    /** Comparisons or additions of a pass, one per window cell, padding cells not counted. */
    public double operations(Pass pass) {
        double rows = Sizes.realTaps(ih, oh(), kh, sh, dh, padTop);
        double columns = Sizes.realTaps(iw, ow(), kw, sw, dw, padLeft);
        return pass == Pass.FORWARD || !isMax() ? (double) mb * c * rows * columns : yLength();
    }

    /** The canonical descriptor, in the notation of benchdnn; {@code shapes.Descriptors} reads it back. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.text());
        text.append("_mb").append(mb).append("ic").append(c);
        text.append("ih").append(ih).append("iw").append(iw);
        text.append("oh").append(oh()).append("ow").append(ow());
        text.append("kh").append(kh).append("kw").append(kw);
        DescriptorText.windowTail(text, sh, sw, dh, dw, padTop, padLeft, padBottom, padRight);
        return ceilMode ? text.append("cm1").toString() : text.toString();
    }

    /** Collects the fields of a {@link PoolShape}. */
    public static final class Builder {
        private PoolKind kind = PoolKind.MAX;
        private int mb = 1;
        private int c = 1;
        private int ih = 1;
        private int iw = 1;
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
        private boolean ceilMode;

        private Builder() {}

        /** Maximum or average; maximum unless set. */
        public Builder kind(PoolKind poolKind) {
            kind = poolKind;
            return this;
        }

        /** Images, channels, height and width of x. */
        public Builder input(int images, int channels, int height, int width) {
            mb = images;
            c = channels;
            ih = height;
            iw = width;
            return this;
        }

        /** Window size. */
        public Builder window(int height, int width) {
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

        /** Round the output size up. */
        public Builder ceilMode(boolean ceil) {
            ceilMode = ceil;
            return this;
        }

        /**
         * The shape.
         *
         * @throws IllegalArgumentException naming the field that is wrong
         */
        public PoolShape build() {
            return new PoolShape(
                    kind, mb, c, ih, iw, kh, kw, sh, sw, dh, dw, padTop, padLeft, padBottom, padRight, ceilMode);
        }
    }
}
