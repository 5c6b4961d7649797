package dev.convbench.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("kernel")
class ColumnTileTest {
    @ParameterizedTest
    @CsvSource({"8, 1", "8, 7", "8, 64", "8, 333", "4, 50", "2, 129"})
    void sumsEachRow(int mr, int kc) {
        SplittableRandom random = new SplittableRandom(mr * 1000 + kc);
        double[] a = random.doubles(3 + kc * mr, -1, 1).toArray();
        double[] column = random.doubles(kc, -1, 1).toArray();
        double[] b = new double[5 + kc * mr];
        for (int i = 0; i < kc * mr; i++) {
            b[5 + i] = column[i / mr];
        }
        double[] lanes = new double[1 + ColumnTile.laneDoubles()];
        Arrays.fill(lanes, Double.NaN);
        ColumnTile.run(mr, kc, a, 3, b, 5, lanes, 1);
        for (int m = 0; m < mr; m++) {
            double sum = 0;
            for (int k = 0; k < kc; k++) {
                sum += a[3 + k * mr + m] * column[k];
            }
            assertEquals(sum, lanes[1 + m], 1e-12);
        }
    }

    @Test
    void rowsMustComeRound() {
        assertTrue(ColumnTile.fits(8));
        assertTrue(ColumnTile.fits(4));
        assertFalse(ColumnTile.fits(5));
        assertFalse(ColumnTile.fits(3));
    }
}
