package dev.convbench.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Seeded data: in range, spread out, and a function of seed and index alone. */
class DataTest {
    private static final int MANY = 100_000;

    @Test
    void uniformValuesFillTheRange() {
        double[] values = Data.uniform(MANY, 1);
        assertTrue(Arrays.stream(values).allMatch(v -> v >= -1 && v < 1));
        assertTrue(Arrays.stream(values).min().orElseThrow() < -0.999);
        assertTrue(Arrays.stream(values).max().orElseThrow() > 0.999);
        assertEquals(0, Arrays.stream(values).average().orElseThrow(), 0.01);
        assertEquals(1 / 3.0, Arrays.stream(values).map(v -> v * v).average().orElseThrow(), 0.01);
    }

    @Test
    void integersAreSmallAndWhole() {
        double[] values = Data.integers(MANY, 1);
        for (int k = -Data.LARGEST_INTEGER; k <= Data.LARGEST_INTEGER; k++) {
            int value = k;
            double count =
                    (double) Arrays.stream(values).filter(v -> v == value).count();
            assertEquals(MANY / 7.0, count, MANY / 70.0, "how often " + k);
        }
        assertTrue(Arrays.stream(values).allMatch(v -> Math.abs(v) <= Data.LARGEST_INTEGER));
    }

    @Test
    void signsAreBalanced() {
        double[] values = Data.signs(MANY, 1);
        assertTrue(Arrays.stream(values).allMatch(v -> v == 1 || v == -1));
        assertEquals(0, Arrays.stream(values).average().orElseThrow(), 0.01);
    }

    @Test
    void anElementDependsOnSeedAndIndexAlone() {
        double[] all = Data.uniform(1000, 9);
        assertArrayEquals(Arrays.copyOf(all, 10), Data.uniform(10, 9));
        double[] inParallel = new double[1000];
        IntStream.range(0, 1000).parallel().forEach(i -> inParallel[i] = (Data.bits(9, i) >>> 11) * 0x1p-52 - 1);
        assertArrayEquals(all, inParallel);
        assertFalse(Arrays.equals(all, Data.uniform(1000, 10)));
    }

    @Test
    void streamsOfASeedDiffer() {
        assertNotEquals(Data.seed(1, 0), Data.seed(1, 1));
        assertNotEquals(Data.seed(1, 0), Data.seed(2, 0));
        assertNotEquals(Data.seed(1, 1), Data.seed(2, 0));
    }

    @Test
    void nanIsEverywhere() {
        assertTrue(Arrays.stream(Data.nan(5)).allMatch(Double::isNaN));
    }
}
