package dev.convbench.nn;

import java.util.Arrays;
import java.util.Objects;

/**
 * Labelled images, all of one size, in the order (image, channel, row, column). Immutable by convention: the arrays are kept,
 * not copied, and must not be changed afterwards.
 *
 * <p>Pixels are stored as doubles, or as unsigned bytes together with a mean image that is subtracted when an image is read:
 * bytes need an eighth of the memory and give the same doubles.
 */
public final class Dataset {
    /** Doubles, or null if pixels are bytes. */
    private final double[] images;
    /** Unsigned bytes, or null if pixels are doubles. */
    private final byte[] pixels;
    /** What to subtract from the bytes of each image; null if pixels are doubles. */
    private final double[] mean;

    private final int[] labels;
    private final int first;
    private final int n;
    private final int c;
    private final int h;
    private final int w;
    private final int classes;

    /**
     * Images as doubles.
     *
     * @param images pixels, (n, c, h, w)
     * @param labels class of each image, from 0
     * @param n images, at least 1
     * @param c channels
     * @param h height
     * @param w width
     * @param classes how many classes there are
     * @throws IllegalArgumentException naming what is wrong: a size, a length or a label
     */
    public Dataset(double[] images, int[] labels, int n, int c, int h, int w, int classes) {
        this(Objects.requireNonNull(images, "images"), null, null, labels, 0, n, c, h, w, classes);
        checkLength("images", images.length, (long) n * c * h * w);
        checkLabels();
    }

    private Dataset(
            double[] images,
            byte[] pixels,
            double[] mean,
            int[] labels,
            int first,
            int n,
            int c,
            int h,
            int w,
            int classes) {
        this.images = images;
        this.pixels = pixels;
        this.mean = mean;
        this.labels = Objects.requireNonNull(labels, "labels");
        this.first = first;
        this.n = positive(n, "n");
        this.c = positive(c, "c");
        this.h = positive(h, "h");
        this.w = positive(w, "w");
        this.classes = positive(classes, "classes");
    }

    private void checkLength(String name, int length, long expected) {
        if (length != expected) {
            throw new IllegalArgumentException(
                    name + " has " + length + " elements, must have " + expected + " for " + this);
        }
    }

    private void checkLabels() {
        checkLength("labels", labels.length, n);
        for (int image = 0; image < n; image++) {
            int label = label(image);
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException(
                        "label " + label + " of image " + image + " is not between 0 and " + (classes - 1));
            }
        }
    }

    private static int positive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
        }
        return value;
    }

    /**
     * Images as unsigned bytes, from which a mean image is subtracted when they are read.
     *
     * @param pixels (n, c, h, w)
     * @param mean (c, h, w)
     * @param labels class of each image, from 0
     * @throws IllegalArgumentException as the constructor
     */
    public static Dataset ofBytes(byte[] pixels, double[] mean, int[] labels, int n, int c, int h, int w, int classes) {
        Objects.requireNonNull(pixels, "pixels");
        Objects.requireNonNull(mean, "mean");
        Dataset set = new Dataset(null, pixels, mean, labels, 0, n, c, h, w, classes);
        set.checkLength("pixels", pixels.length, (long) n * c * h * w);
        set.checkLength("mean", mean.length, (long) c * h * w);
        set.checkLabels();
        return set;
    }

    /**
     * Some consecutive images of this set; shares its memory.
     *
     * @param from first image
     * @param count how many, at least 1
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public Dataset range(int from, int count) {
        Objects.checkFromIndexSize(from, count, n);
        return from == 0 && count == n
                ? this
                : new Dataset(images, pixels, mean, labels, first + from, count, c, h, w, classes);
    }

    /** Number of images. */
    public int n() {
        return n;
    }

    /** Channels. */
    public int c() {
        return c;
    }

    /** Height in pixels. */
    public int h() {
        return h;
    }

    /** Width in pixels. */
    public int w() {
        return w;
    }

    /** Number of classes. */
    public int classes() {
        return classes;
    }

    /** Values of one image, c·h·w. */
    public int imageLength() {
        return c * h * w;
    }

    /** The class of an image. */
    public int label(int image) {
        return labels[first + image];
    }

    /** The classes of all images, as a new array. */
    public int[] labels() {
        return Arrays.copyOfRange(labels, first, first + n);
    }

    /**
     * Copies an image.
     *
     * @param image which
     * @param target receives {@link #imageLength} values
     * @param at from here on
     */
    public void copyImage(int image, double[] target, int at) {
        Objects.checkIndex(image, n);
        int length = imageLength();
        int from = (first + image) * length;
        if (images != null) {
            System.arraycopy(images, from, target, at, length);
            return;
        }
        for (int k = 0; k < length; k++) {
            target[at + k] = (pixels[from + k] & 0xff) - mean[k];
        }
    }

    /** As {@link #copyImage(int, double[], int)}, rounded to float. */
    public void copyImage(int image, float[] target, int at) {
        Objects.checkIndex(image, n);
        int length = imageLength();
        int from = (first + image) * length;
        for (int k = 0; k < length; k++) {
            target[at + k] = (float) (images != null ? images[from + k] : (pixels[from + k] & 0xff) - mean[k]);
        }
    }

    /** All images, (n, c, h, w), as a new array. */
    public double[] toArray() {
        double[] all = new double[Math.multiplyExact(n, imageLength())];
        for (int image = 0; image < n; image++) {
            copyImage(image, all, image * imageLength());
        }
        return all;
    }

    @Override
    public String toString() {
        return n + " images of " + c + "x" + h + "x" + w + " in " + classes + " classes";
    }
}
