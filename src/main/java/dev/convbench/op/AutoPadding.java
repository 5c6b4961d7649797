package dev.convbench.op;

/**
 * Padding computed from sizes, as ONNX's attribute {@code auto_pad} says. TensorFlow's {@code SAME} is {@link #SAME_UPPER}.
 *
 * <p>{@code SAME} gives ceil(in / stride) outputs; where the padding is odd, the upper kind puts the larger half at the end, the lower
 * kind at the beginning.
 */
public enum AutoPadding {
    /** Outputs as many as strides begin in the input; an odd row or column of padding comes at the end. */
    SAME_UPPER,
    /** As many outputs; an odd row or column of padding comes at the beginning. */
    SAME_LOWER,
    /** None. */
    VALID;

    /**
     * Padding before the first element of an axis.
     *
     * @param in elements of the axis
     * @param kernel taps
     * @param stride of the windows
     * @param dilation distance of taps; 1 means dense
     * @throws IllegalArgumentException if one of them is not positive
     */
    public int begin(int in, int kernel, int stride, int dilation) {
        int total = total(in, kernel, stride, dilation);
        return this == SAME_LOWER ? total - total / 2 : total / 2;
    }

    /** Padding after the last element of an axis; arguments as those of {@link #begin}. */
    public int end(int in, int kernel, int stride, int dilation) {
        return total(in, kernel, stride, dilation) - begin(in, kernel, stride, dilation);
    }

    private int total(int in, int kernel, int stride, int dilation) {
        Sizes.atLeast(1, in, "in");
        Sizes.atLeast(1, kernel, "kernel");
        Sizes.atLeast(1, stride, "stride");
        Sizes.atLeast(1, dilation, "dilation");
        if (this == VALID) {
            return 0;
        }
        long out = (in + (long) stride - 1) / stride;
        long padding = Math.max(0, (out - 1) * stride + Sizes.dilated(kernel, dilation) - in);
        if (padding > Sizes.MAX_EXTENT) {
            throw new IllegalArgumentException(
                    "a kernel of " + kernel + " with dilation " + dilation + " needs a padding of " + padding);
        }
        return (int) padding;
    }
}
