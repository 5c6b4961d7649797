package dev.convbench.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The images that are drawn. */
class SyntheticImagesTest {
    private static final Splits SPLITS = SyntheticImages.draw(200, 50, 30, 1);

    @Test
    void aSeedGivesTheSameImagesAlways() {
        Splits again = SyntheticImages.draw(200, 50, 30, 1);
        assertArrayEquals(SPLITS.train().toArray(), again.train().toArray(), 0);
        assertArrayEquals(SPLITS.test().toArray(), again.test().toArray(), 0);
        assertNotEquals(
                Arrays.hashCode(SPLITS.train().toArray()),
                Arrays.hashCode(SyntheticImages.draw(200, 50, 30, 2).train().toArray()));
    }

    @Test
    void theImagesAreTheSameOnEveryMachine() {
        double sum = 0;
        double[] pixels = SPLITS.train().range(0, 10).toArray();
        for (int k = 0; k < pixels.length; k++) {
            sum += (pixels[k] + SPLITS.meanImage()[k % 3072]) * (k % 97);
        }
        assertEquals(197_745_985, Math.round(sum));
    }

    @Test
    void everyClassIsInEveryPart() {
        for (Dataset part : new Dataset[] {SPLITS.train(), SPLITS.val(), SPLITS.test()}) {
            int[] counts = new int[SyntheticImages.CLASSES.size()];
            for (int label : part.labels()) {
                counts[label]++;
            }
            for (int count : counts) {
                assertEquals(part.n() / 10, count);
            }
        }
    }

    @Test
    void theMeanOfTheTrainingImagesIsSubtracted() {
        double[] pixels = SPLITS.train().toArray();
        for (int k : new int[] {0, 1500, 3071}) {
            double sum = 0;
            for (int image = 0; image < SPLITS.train().n(); image++) {
                sum += pixels[image * 3072 + k];
            }
            assertEquals(0, sum, 1e-9);
        }
    }

    /** Neither the mean colour nor the brightness of an image tells its class: each class has dark and bright images. */
    @Test
    void coloursDoNotTellTheClass() {
        double[] image = new double[3072];
        int[] bright = new int[10];
        for (int n = 0; n < SPLITS.train().n(); n++) {
            SPLITS.train().copyImage(n, image, 0);
            bright[SPLITS.train().label(n)] += Arrays.stream(image).sum() > 0 ? 1 : 0;
        }
        for (int count : bright) {
            assertTrue(count >= 3 && count <= 17, Arrays.toString(bright));
        }
    }
}
