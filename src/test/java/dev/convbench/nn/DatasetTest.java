package dev.convbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Data sets, parameters and random numbers. */
class DatasetTest {
    private static final double[] IMAGES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    @Test
    void bytesLessAMeanAreTheSameAsDoubles() {
        byte[] pixels = {0, 1, (byte) 255, 127, (byte) 128, 5};
        double[] mean = {0.25, 100};
        Dataset set = Dataset.ofBytes(pixels, mean, new int[] {0, 1, 1}, 3, 2, 1, 1, 2);
        assertArrayEquals(new double[] {-0.25, -99, 254.75, 27, 127.75, -95}, set.toArray());
        double[] target = new double[5];
        set.copyImage(1, target, 2);
        assertArrayEquals(new double[] {0, 0, 254.75, 27, 0}, target);
    }

    @Test
    void aRangeHasItsOwnImagesAndLabels() {
        Dataset set = new Dataset(IMAGES, new int[] {0, 1, 2, 1}, 4, 1, 1, 3, 3);
        Dataset middle = set.range(1, 2);
        assertEquals(2, middle.n());
        assertArrayEquals(new int[] {1, 2}, middle.labels());
        assertEquals(2, middle.label(1));
        assertArrayEquals(new double[] {4, 5, 6, 7, 8, 9}, middle.toArray());
        assertArrayEquals(new double[] {7, 8, 9}, middle.range(1, 1).toArray());
        assertArrayEquals(new int[] {0, 1}, set.range(0, 2).labels());
        assertThrows(IndexOutOfBoundsException.class, () -> middle.copyImage(2, new double[3], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> set.range(3, 2));
    }

    @Test
    void wrongDataIsRefusedByName() {
        int[] labels = {0, 1, 2, 1};
        assertRefused("images has 12", () -> new Dataset(IMAGES, labels, 3, 1, 1, 3, 3));
        assertRefused("labels has 4", () -> new Dataset(IMAGES, labels, 2, 2, 1, 3, 3));
        assertRefused("label 2 of image 2 is not between 0 and 1", () -> new Dataset(IMAGES, labels, 4, 1, 1, 3, 2));
        assertRefused("h is 0", () -> new Dataset(IMAGES, labels, 4, 1, 0, 3, 3));
        assertRefused("mean has 1", () -> Dataset.ofBytes(new byte[4], new double[1], new int[2], 2, 2, 1, 1, 1));
        assertRefused("pixels has 3", () -> Dataset.ofBytes(new byte[3], new double[2], new int[2], 2, 2, 1, 1, 1));
        Dataset set = new Dataset(IMAGES, labels, 4, 1, 1, 3, 3);
        Dataset other = new Dataset(IMAGES, new int[] {0, 1}, 2, 2, 1, 3, 3);
        assertRefused("test has 2 images of 2x1x3", () -> new Splits(set, set, other, new double[3]));
        assertRefused("meanImage has 2", () -> new Splits(set, set, set, new double[2]));
    }

    private static void assertRefused(String message, Runnable call) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    @Test
    void parametersKeepOrderAndForm() {
        Map<String, double[]> byName = new LinkedHashMap<>();
        byName.put("W", new double[] {1, 2});
        byName.put("b", new double[] {3});
        Parameters parameters = new Parameters(byName);
        assertEquals(List.of("W", "b"), parameters.names());
        assertEquals(3, parameters.elements());
        Parameters copy = parameters.copy();
        parameters.get("W")[0] = 9;
        assertEquals(1, copy.get("W")[0]);
        parameters.set(copy);
        assertEquals(1, parameters.asMap().get("W")[0]);
        assertRefused("no parameter is called 'c'; there are [W, b]", () -> parameters.get("c"));
        Parameters longer = new Parameters(Map.of("W", new double[2]));
        assertRefused("the parameters are [W]", () -> parameters.set(longer));
        Parameters one = new Parameters(Map.of("W", new double[3]));
        assertRefused("parameter W has 3 elements, must have 2", () -> longer.set(one));
    }

    @Test
    void randomNumbersAreThoseOfSplitMix64() {
        SplitMix random = new SplitMix(0);
        assertEquals(0xe220a8397b1dcdafL, random.nextLong());
        assertEquals(0x6e789e6aa1b965f4L, random.nextLong());
        SplitMix again = new SplitMix(random.state());
        assertEquals(random.nextGaussian(), again.nextGaussian());
        int[] counts = new int[3];
        for (int k = 0; k < 30_000; k++) {
            counts[random.nextInt(3)]++;
        }
        for (int count : counts) {
            assertEquals(10_000, count, 400);
        }
        double[] normal = Fixtures.normal(100_000, 1);
        double sum = 0;
        double squares = 0;
        for (double value : normal) {
            sum += value;
            squares += value * value;
        }
        assertEquals(0, sum / normal.length, 0.02);
        assertEquals(1, squares / normal.length, 0.02);
    }
}
