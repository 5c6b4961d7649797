package dev.convbench.op;

/**
 * Sizes of a spatial batch normalisation: each channel is normalised over all images and pixels. Immutable; checked on
 * construction; holds no data.
 *
 * <p>Tensors: x, y and their gradients (mb, c, h, w), flat and row-major; everything else has one element a channel. Rows of
 * features, (mb, c), are h = w = 1.
 *
 * @param mb images in the batch
 * @param c channels
 * @param h height
 * @param w width
 */
public record BatchNormShape(int mb, int c, int h, int w) {
    /**
     * Checks every field and that the tensors fit into Java arrays.
     *
     * @throws IllegalArgumentException naming the field that is wrong, and why
     */
    public BatchNormShape {
        Sizes.atLeast(1, mb, "mb");
        Sizes.atLeast(1, c, "ic");
        Sizes.atLeast(1, h, "ih");
        Sizes.atLeast(1, w, "iw");
        Sizes.elements("x", "mb*ic*ih*iw", mb, c, h, w);
    }

    /** Elements of x, y and their gradients. */
    public int length() {
        return mb * c * h * w;
    }

    /** Pixels of a plane. */
    public int pixels() {
        return h * w;
    }

    /** Elements behind the mean of one channel. */
    public int count() {
        return mb * h * w;
    }

    /** Bytes that a pass must move at least: forward x and y, backward x, dy and dx, once each. */
    public double compulsoryBytes(Pass pass, Precision precision) {
        return (pass == Pass.FORWARD ? 2.0 : 3.0) * length() * precision.bytes();
    }

    /** The canonical descriptor; {@code shapes.Descriptors} reads it back. */
    @Override
    public String toString() {
        return "mb" + mb + "ic" + c + "ih" + h + "iw" + w;
    }
}
