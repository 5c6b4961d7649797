package dev.convbench.nn;

/**
 * A data set divided for training, with its mean image already subtracted.
 *
 * @param train what the model learns from
 * @param val what decides which parameters are best
 * @param test what nobody looks at before the end
 * @param meanImage mean of the training images, (c, h, w), subtracted from all of them
 */
public record Splits(Dataset train, Dataset val, Dataset test, double[] meanImage) {
    /**
     * Checks that all parts have images of one size and the same classes.
     *
     * @throws IllegalArgumentException naming the part that differs
     */
    public Splits {
        requireLike(train, val, "val");
        requireLike(train, test, "test");
        if (meanImage.length != train.imageLength()) {
            throw new IllegalArgumentException("meanImage has " + meanImage.length + " elements, must have "
                    + train.imageLength() + " for " + train);
        }
    }

    private static void requireLike(Dataset train, Dataset other, String name) {
        if (other.c() != train.c()
                || other.h() != train.h()
                || other.w() != train.w()
                || other.classes() != train.classes()) {
            throw new IllegalArgumentException(name + " has " + other + ", but train has " + train);
        }
    }
}
