package dev.convbench.nn;

import java.util.List;

/**
 * A small data set that is drawn instead of read: ten classes of shapes and textures, 3x32x32, of random size, place, colours and
 * noise. The class cannot be told from colours or brightness, so a network has to learn edges and where they are. The same seed
 * draws the same images on every JDK and machine.
 */
public final class SyntheticImages {
    /** What the classes show. */
    public static final List<String> CLASSES = List.of(
            "disc",
            "square",
            "triangle",
            "ring",
            "cross",
            "horizontal stripes",
            "vertical stripes",
            "rising stripes",
            "falling stripes",
            "chessboard");

    private static final int SIDE = 32;
    private static final int CHANNELS = 3;
    private static final int LENGTH = CHANNELS * SIDE * SIDE;
    private static final double LEAST_CONTRAST = 50;
    private static final double NOISE = 16;

    private SyntheticImages() {}

    /**
     * Draws a data set. The classes take turns; the mean of the training images is subtracted from all.
     *
     * @param train images to learn from
     * @param val images for validation
     * @param test images for the end
     * @param seed of all that is random
     */
    public static Splits draw(int train, int val, int test, long seed) {
        SplitMix random = new SplitMix(seed);
        int count = Math.addExact(Math.addExact(train, val), test);
        byte[] pixels = new byte[Math.multiplyExact(count, LENGTH)];
        int[] labels = new int[count];
        for (int image = 0; image < count; image++) {
            labels[image] = image % CLASSES.size();
            draw(labels[image], random, pixels, image * LENGTH);
        }
        double[] mean = mean(pixels, train);
        Dataset all = Dataset.ofBytes(pixels, mean, labels, count, CHANNELS, SIDE, SIDE, CLASSES.size());
        return new Splits(all.range(0, train), all.range(train, val), all.range(train + val, test), mean);
    }

    private static double[] mean(byte[] pixels, int images) {
        double[] mean = new double[LENGTH];
        for (int k = 0; k < LENGTH; k++) {
            long sum = 0;
            for (int image = 0; image < images; image++) {
                sum += pixels[image * LENGTH + k] & 0xff;
            }
            mean[k] = (double) sum / images;
        }
        return mean;
    }

    private static void draw(int label, SplitMix random, byte[] pixels, int at) {
        Figure figure = new Figure(label, random);
        double[] inside = new double[CHANNELS];
        double[] outside = new double[CHANNELS];
        colours(random, inside, outside);
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                double[] colour = figure.covers(i, j) ? inside : outside;
                for (int c = 0; c < CHANNELS; c++) {
                    double value = colour[c] + NOISE * random.nextGaussian();
                    pixels[at + (c * SIDE + i) * SIDE + j] = (byte) Math.round(Math.max(0, Math.min(255, value)));
                }
            }
        }
    }

    /** Two random colours that differ enough to be seen; either may be the brighter one. */
    private static void colours(SplitMix random, double[] inside, double[] outside) {
        double difference;
        do {
            difference = 0;
            for (int c = 0; c < CHANNELS; c++) {
                inside[c] = 255 * random.nextDouble();
                outside[c] = 255 * random.nextDouble();
                difference += inside[c] - outside[c];
            }
        } while (Math.abs(difference) < CHANNELS * LEAST_CONTRAST);
    }

    /** What is drawn: which pixels belong to it. */
    private static final class Figure {
        private final int label;
        private final double row;
        private final double column;
        private final double size;
        private final int period;
        private final int shift;

        Figure(int label, SplitMix random) {
            this.label = label;
            row = SIDE / 2.0 - 0.5 + 6 * (random.nextDouble() - 0.5);
            column = SIDE / 2.0 - 0.5 + 6 * (random.nextDouble() - 0.5);
            size = 8 + 4 * random.nextDouble();
            period = 4 + random.nextInt(3);
            shift = random.nextInt(2 * period);
        }

        boolean covers(int i, int j) {
            double down = i - row;
            double right = j - column;
            double distance = Math.sqrt(down * down + right * right);
            double furthest = Math.max(Math.abs(down), Math.abs(right));
            return switch (label) {
                case 0 -> distance <= size;
                case 1 -> furthest <= 0.88 * size;
                case 2 -> down <= 0.7 * size && Math.abs(right) <= (down + size) * 0.6;
                case 3 -> distance <= size && distance >= 0.6 * size;
                case 4 -> furthest <= size && Math.min(Math.abs(down), Math.abs(right)) <= 0.3 * size;
                case 5 -> isOdd(i);
                case 6 -> isOdd(j);
                case 7 -> isOdd(i + j);
                case 8 -> isOdd(i - j + 2 * SIDE);
                default -> isOdd(i) != isOdd(j);
            };
        }

        private boolean isOdd(int place) {
            return (place + shift) / period % 2 == 1;
        }
    }
}
