package dev.convbench.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.Data;
import dev.convbench.simd.Species;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Small integers, so that every sum is exact: all numbers of rows, both widths of panels, a C full of NaN. */
@Tag("kernel")
class PanelProductTest {
    private static final int LANES = Species.LANES_F64;

    @Test
    void everyNumberOfRowsAndBothWidths() {
        for (int vectors : new int[] {PanelProduct.panelVectors(1), PanelProduct.wideVectors()}) {
            for (int rows = 1; rows <= 19; rows++) {
                for (int kc : new int[] {1, 2, 17}) {
                    check(rows, kc, vectors);
                }
            }
        }
    }

    private static void check(int rows, int kc, int vectors) {
        int width = vectors * LANES;
        int aRow = kc + 3;
        double[] a = Data.integers(2 + rows * aRow, 1);
        double[] b = Data.integers(5 + kc * width, 2);
        double[] c = Data.nan(3 + rows * width + 7);
        PanelProduct.run(rows, kc, a, 2, aRow, vectors, b, 5, c, 3, false);
        compare(rows, kc, width, aRow, a, b, c, 1);
        PanelProduct.run(rows, kc, a, 2, aRow, vectors, b, 5, c, 3, true);
        compare(rows, kc, width, aRow, a, b, c, 2);
    }

    private static void compare(int rows, int kc, int width, int aRow, double[] a, double[] b, double[] c, int times) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                double sum = 0;
                for (int k = 0; k < kc; k++) {
                    sum += a[2 + i * aRow + k] * b[5 + k * width + j];
                }
                assertEquals(times * sum, c[3 + i * width + j], 0.0, rows + " rows, " + kc + " terms: " + i + ", " + j);
            }
        }
        for (int k = 0; k < c.length; k++) {
            assertTrue(k >= 3 && k < 3 + rows * width || Double.isNaN(c[k]), "nothing else is written");
        }
    }

    @Test
    void aPanelIsNarrowWhereLittleIsLeft() {
        assertEquals(2, PanelProduct.panelVectors(2));
        assertEquals(PanelProduct.wideVectors(), PanelProduct.panelVectors(3));
    }
}
