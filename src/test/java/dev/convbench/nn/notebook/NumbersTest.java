package dev.convbench.nn.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {
    private static final double[] A = {1, -200, 3};

    @Test
    void theLargestDifferenceCounts() {
        assertEquals(2, Numbers.largestDifference(A, new double[] {1.5, -202, 3}));
        assertEquals(0, Numbers.largestDifference(A, A));
        assertEquals(4, Numbers.largestDifference(A, new double[] {1, -200, -1}));
    }

    @Test
    void aDifferenceOfLargeNumbersIsRelative() {
        assertEquals(0.5, Numbers.scaledDifference(A, new double[] {0.5, -200, 3}), "below one it is not");
        assertEquals(1.0, Numbers.scaledDifference(A, new double[] {1, -100, 3}));
        assertEquals(0, Numbers.scaledDifference(A, A));
    }

    @Test
    void spacesEvenly() {
        assertArrayEquals(new double[] {-1, 0.5, 2}, Numbers.linspace(-1, 2, 3));
    }

    @Test
    void takesChannelsApart() {
        double[] x = {1, 3, 10, 10, 5, 7, 10, 10};
        assertArrayEquals(new double[] {4, 10}, Numbers.means(x, 2, 2, 2));
        assertArrayEquals(new double[] {Math.sqrt(5), 0}, Numbers.deviations(x, 2, 2, 2), 1e-15);
    }
}
