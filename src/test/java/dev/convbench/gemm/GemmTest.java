package dev.convbench.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The matrix products against the definition, on small integers: results must be equal. */
class GemmTest {
    private static final int[] AROUND_TILES = {1, 2, 3, 4, 5, 7};

    @Test
    void everyEdgeOfTheTiles() {
        for (int m : AROUND_TILES) {
            for (int n : new int[] {1, 2, 7, 8, 9, 255, 256, 257, 511, 512, 513, 770}) {
                for (int k : AROUND_TILES) {
                    check(m, n, k, 0);
                }
            }
        }
    }

    @Test
    void everyEdgeOfTheBlocks() {
        for (int m : new int[] {Gemm.MC - 1, Gemm.MC, Gemm.MC + 1, 2 * Gemm.MC + 5}) {
            check(m, 13, 11, 1);
        }
        for (int k : new int[] {Gemm.KC - 1, Gemm.KC, Gemm.KC + 1, 2 * Gemm.KC - 1, 2 * Gemm.KC, 2 * Gemm.KC + 1}) {
            check(4, 9, k, 0);
            check(4, 300, k, 1);
        }
        check(2 * Gemm.MC + 1, Gemm.NC + 257, Gemm.KC + 3, 1);
    }

    @Test
    void betaScalesC() {
        check(5, 260, 150, -2);
        check(5, 260, 3, 0.5);
    }

    @Test
    void rowsOutsideTheRangeAreNotTouched() {
        Gemm gemm = new Gemm(10, 4);
        double[] packed = new double[gemm.packedLength()];
        gemm.packA(new double[40], 0, 4, 1, packed, 0);
        double[] c = new double[10 * 6];
        Arrays.fill(c, 7);
        gemm.multiply(1, 2, 6, packed, 0, new double[24], 0, 6, 0, c, 0, 6, panels(gemm, 6));
        for (int at = 0; at < c.length; at++) {
            assertEquals(at / 6 >= 3 && at / 6 < 6 ? 0 : 7, c[at], "element " + at);
        }
    }

    @Test
    void columnStridesPackTransposedMatrices() {
        Gemm gemm = new Gemm(5, 7);
        double[] a = integers(new Random(5), 35);
        double[] transposed = new double[35];
        for (int i = 0; i < 5; i++) {
            for (int p = 0; p < 7; p++) {
                transposed[p * 5 + i] = a[i * 7 + p];
            }
        }
        double[] expected = new double[gemm.packedLength()];
        double[] actual = new double[gemm.packedLength()];
        gemm.packA(a, 0, 7, 1, expected, 0);
        gemm.packA(transposed, 0, 1, 5, actual, 0);
        assertEquals(Arrays.toString(expected), Arrays.toString(actual));
    }

    @Test
    void transposedProductAtEveryEdge() {
        for (int m = 1; m <= 7; m++) {
            for (int n = 1; n <= 7; n++) {
                for (int k : new int[] {1, 2, 31, 64}) {
                    checkTransposed(m, n, k);
                }
            }
        }
    }

    private static void check(int m, int n, int k, double beta) {
        Random source = new Random(m * 31L + n * 7L + k);
        int ldb = n + 3;
        int ldc = n + 2;
        double[] a = integers(source, m * k);
        double[] b = integers(source, 5 + k * ldb);
        double[] c = new double[4 + m * ldc];
        Arrays.fill(c, Double.NaN);
        double[] expected = c.clone();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double before = beta == 0 ? Double.NaN : source.nextInt(9);
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a[i * k + p] * b[5 + p * ldb + j];
                }
                c[4 + i * ldc + j] = before;
                expected[4 + i * ldc + j] = beta == 0 ? sum : sum + beta * before;
            }
        }
        Gemm gemm = new Gemm(m, k);
        double[] packed = new double[3 + gemm.packedLength()];
        gemm.packA(a, 0, k, 1, packed, 3);
        gemm.multiply(0, gemm.tiles(), n, packed, 3, b, 5, ldb, beta, c, 4, ldc, panels(gemm, n));
        assertSame(expected, c, "m " + m + " n " + n + " k " + k + " beta " + beta);
    }

    private static void checkTransposed(int m, int n, int k) {
        Random source = new Random(m * 31L + n * 7L + k);
        int lda = k + 1;
        int ldb = k + 2;
        int ldc = n + 3;
        double[] a = integers(source, 2 + m * lda);
        double[] b = integers(source, 3 + n * ldb);
        double[] c = integers(source, 1 + m * ldc);
        double[] expected = c.clone();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int p = 0; p < k; p++) {
                    expected[1 + i * ldc + j] += a[2 + i * lda + p] * b[3 + j * ldb + p];
                }
            }
        }
        GemmTransposed.add(m, n, k, a, 2, lda, b, 3, ldb, c, 1, ldc);
        assertSame(expected, c, "m " + m + " n " + n + " k " + k);
    }

    private static void assertSame(double[] expected, double[] actual, String what) {
        for (int at = 0; at < expected.length; at++) {
            int place = at;
            assertEquals(expected[at] + 0.0, actual[at] + 0.0, () -> what + ", element " + place);
        }
    }

    /** Scratch memory full of NaN: whatever a product reads it must have written. */
    private static double[][] panels(Gemm gemm, int n) {
        double[][] panels = new double[gemm.panels(n)][gemm.panelLength()];
        for (double[] panel : panels) {
            Arrays.fill(panel, Double.NaN);
        }
        return panels;
    }

    private static double[] integers(Random source, int length) {
        return source.ints(length, -8, 9).asDoubleStream().toArray();
    }
}
