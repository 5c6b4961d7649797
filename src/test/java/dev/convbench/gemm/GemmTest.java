package dev.convbench.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The matrix product against its definition, by both microkernels. On small integers results must be equal; operands stand
 * in larger arrays full of NaN, and C starts as NaN where it is overwritten.
 */
@Tag("kernel")
class GemmTest {
    private static final double UNIT_ROUNDOFF = 0x1p-53;

    /** Elements in front of each operand. */
    private static final int MARGIN = 3;

    private static Microkernel kernel(String name, int m) {
        return switch (name) {
            case "vector" -> new VectorMicrokernel(m, false);
            case "rows in place" -> new VectorMicrokernel(m, true);
            default -> new ScalarMicrokernel();
        };
    }

    /** Blocks of a few tiles, and chunks of any size, so that small products go through all loops. */
    private static Blocking tiny(Microkernel kernel, int chunks) {
        return new Blocking(3 * kernel.kr(), 2 * kernel.mr(), 2 * kernel.nr(), chunks, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "rows in place", "scalar"})
    void everyEdgeOfTheTiles(String name) {
        for (int m = 1; m <= 11; m++) {
            Microkernel kernel = kernel(name, m);
            for (int n : around(kernel.nr())) {
                for (int k : new int[] {1, 2, 3, 7}) {
                    new Case(kernel, kernel.blocking(), m, n, k).check();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "rows in place", "scalar"})
    void everyEdgeOfTheBlocks(String name) {
        Microkernel some = kernel(name, 1);
        for (int m : new int[] {2 * some.mr() - 1, 2 * some.mr(), 2 * some.mr() + 1, 5 * some.mr() + 2}) {
            Microkernel kernel = kernel(name, m);
            for (int n : around(2 * kernel.nr())) {
                for (int k : new int[] {3 * kernel.kr(), 3 * kernel.kr() + 1, 11 * kernel.kr() - 1}) {
                    new Case(kernel, tiny(kernel, 1), m, n, k).check();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "rows in place", "scalar"})
    void everyCutIntoChunks(String name) {
        for (int chunks : new int[] {2, 4, 7, 16}) {
            Microkernel kernel = kernel(name, 13);
            int nr = kernel.nr();
            int kr = kernel.kr();
            new Case(kernel, tiny(kernel, chunks), 3, 5 * nr + 1, 4 * kr).check();
            new Case(kernel, tiny(kernel, chunks), 13, nr + 1, 7 * kr).check();
            new Case(kernel, tiny(kernel, chunks), 13, 2 * nr - 1, 31 * kr).check();
            new Case(kernel, tiny(kernel, chunks), 2, 3, 100 * kr).check();
        }
    }

    private static int[] around(int nr) {
        return new int[] {1, 2, nr / 2 - 1, nr / 2, nr / 2 + 1, nr - 1, nr, nr + 1, 2 * nr - 1, 2 * nr + 3};
    }

    /** A product in all variants: operands transposed or not, C overwritten, with a start, or added to. */
    private record Case(Microkernel kernel, Blocking blocking, int m, int n, int k) {
        void check() {
            for (boolean left : kernel.readsRowsOfA() ? new boolean[] {false} : new boolean[] {false, true}) {
                for (boolean right : new boolean[] {false, true}) {
                    for (int spare : new int[] {0, 500}) {
                        check(left, right, spare);
                    }
                }
            }
        }

        private void check(boolean left, boolean right, int spare) {
            SplittableRandom source = new SplittableRandom(m * 31L + n * 7L + k);
            MatrixLayout a = layout(m, k, left, spare > 2 ? 1 : spare);
            MatrixLayout b = layout(k, n, right, spare);
            double[] dataA = integers(source, m, k, a);
            double[] dataB = integers(source, k, n, b);
            Gemm gemm = new Gemm(m, n, k, a, b, kernel, blocking);
            double[] starts = source.ints(m, -9, 9).asDoubleStream().toArray();
            for (String mode : List.of("overwrite", "start", "add")) {
                int ldc = n + spare % 5;
                double[] c = new double[2 * MARGIN + m * ldc];
                Arrays.fill(c, Double.NaN);
                double[] expected = c.clone();
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        int at = MARGIN + i * ldc + j;
                        double sum = mode.equals("start") ? starts[i] : 0;
                        if (mode.equals("add")) {
                            c[at] = source.nextInt(9);
                            sum = c[at];
                        }
                        for (int p = 0; p < k; p++) {
                            sum += dataA[place(a, i, p)] * dataB[place(b, p, j)];
                        }
                        expected[at] = sum;
                    }
                }
                GemmScratch s = newScratch(gemm, 1);
                s.set(
                        dataA,
                        MARGIN,
                        dataB,
                        MARGIN,
                        mode.equals("add"),
                        mode.equals("start") ? starts : null,
                        0,
                        c,
                        MARGIN,
                        ldc);
                gemm.multiply(s);
                String what = this + ", left " + a + ", right " + b + ", " + mode;
                assertSame(expected, c, what);
            }
        }
    }

    private static MatrixLayout layout(int rows, int columns, boolean transposed, int spare) {
        return transposed ? MatrixLayout.columns(rows + spare) : MatrixLayout.rows(columns + spare);
    }

    private static int place(MatrixLayout layout, int i, int j) {
        return MARGIN + i * layout.rowStride() + j * layout.columnStride();
    }

    private static double[] integers(SplittableRandom source, int rows, int columns, MatrixLayout layout) {
        double[] data = new double[1 + place(layout, rows - 1, columns - 1)];
        Arrays.fill(data, Double.NaN);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                data[place(layout, i, j)] = source.nextInt(-8, 9);
            }
        }
        return data;
    }

    /** Memory full of NaN: whatever a product reads it must have written. */
    private static GemmScratch newScratch(Gemm gemm, int lanes) {
        GemmScratch s = gemm.newScratch(lanes);
        Arrays.fill(s.shared, Double.NaN);
        for (int lane = 0; lane < lanes; lane++) {
            Arrays.fill(s.lane(lane), Double.NaN);
            for (double[] panel : s.panels(lane)) {
                Arrays.fill(panel, Double.NaN);
            }
        }
        return s;
    }

    private static void assertSame(double[] expected, double[] actual, String what) {
        for (int at = 0; at < expected.length; at++) {
            int place = at;
            assertEquals(expected[at] + 0.0, actual[at] + 0.0, () -> what + ", element " + place);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "rows in place", "scalar"})
    void chunksInAnyOrderAndLaneGiveTheSameBits(String name) {
        int[][] sizes = {{70, 130, 300}, {5, 9, 4000}, {300, 20, 70}, {9, 1000, 60}};
        for (int[] size : sizes) {
            Microkernel kernel = kernel(name, size[0]);
            SplittableRandom source = new SplittableRandom(7);
            double[] a = source.doubles((long) size[0] * size[2], -1, 1).toArray();
            double[] b = source.doubles((long) size[2] * size[1], -1, 1).toArray();
            double[] serial = new double[size[0] * size[1]];
            double[] shuffled = new double[size[0] * size[1]];
            Gemm gemm = new Gemm(
                    size[0],
                    size[1],
                    size[2],
                    MatrixLayout.rows(size[2]),
                    MatrixLayout.rows(size[1]),
                    kernel,
                    new Blocking(60, 20, 2 * kernel.nr(), 16, 1));
            GemmScratch s = newScratch(gemm, 3);
            s.set(a, 0, b, 0, false, null, 0, serial, 0, size[1]);
            gemm.multiply(s);
            s = newScratch(gemm, 3);
            s.set(a, 0, b, 0, false, null, 0, shuffled, 0, size[1]);
            for (int phase = 0; phase < gemm.phases(); phase++) {
                for (int chunk = gemm.chunks(phase) - 1; chunk >= 0; chunk--) {
                    gemm.run(phase, chunk, s, chunk % 3);
                }
            }
            assertTrue(gemm.chunks(gemm.phases() - 1) > 4, "chunks");
            assertArrayEquals(serial, shuffled, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "rows in place", "scalar"})
    void errorStaysWithinTheBoundOfASum(String name) {
        int m = 7;
        int n = 61;
        int k = 900;
        SplittableRandom source = new SplittableRandom(11);
        double[] a = source.doubles((long) m * k, -1, 1).toArray();
        double[] b = source.doubles((long) k * n, -1, 1).toArray();
        double[] c = new double[m * n];
        Gemm gemm = new Gemm(m, n, k, MatrixLayout.rows(k), MatrixLayout.rows(n), kernel(name, m));
        GemmScratch s = newScratch(gemm, 1);
        s.set(a, 0, b, 0, false, null, 0, c, 0, n);
        gemm.multiply(s);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                BigDecimal exact = BigDecimal.ZERO;
                double magnitude = 0;
                for (int p = 0; p < k; p++) {
                    BigDecimal left = new BigDecimal(a[i * k + p]);
                    exact = exact.add(left.multiply(new BigDecimal(b[p * n + j])));
                    magnitude += Math.abs(a[i * k + p] * b[p * n + j]);
                }
                double error =
                        exact.subtract(new BigDecimal(c[i * n + j])).abs().doubleValue();
                assertTrue(error <= (k + 1) * UNIT_ROUNDOFF * magnitude, "error " + error);
            }
        }
    }

    @Test
    void packedProductsOneByOneAndInABatch() {
        int m = 11;
        int n = 70;
        int k = 9;
        int count = 3;
        SplittableRandom source = new SplittableRandom(5);
        double[] a = source.ints(count * m * k, -8, 9).asDoubleStream().toArray();
        double[] b = source.ints(count * k * n, -8, 9).asDoubleStream().toArray();
        Gemm gemm = Gemm.ofPacked(m, n, k, MatrixLayout.rows(k), MatrixLayout.rows(n));
        double[] packed = new double[count * gemm.packedLength()];
        double[] lane = new double[gemm.laneLengthPacked()];
        double[][] panels = new double[gemm.laneRows()][gemm.laneRowLength()];
        double[] expected = new double[count * m * n];
        for (int e = 0; e < count; e++) {
            gemm.packA(a, e * m * k, 0, 1, packed, e * gemm.packedLength());
            gemm.packA(a, e * m * k, 1, gemm.tiles(), packed, e * gemm.packedLength());
            for (int i = 0; i < m * n; i++) {
                for (int p = 0; p < k; p++) {
                    expected[e * m * n + i] += a[e * m * k + i / n * k + p] * b[e * k * n + p * n + i % n];
                }
            }
        }
        double[] c = new double[count * m * n];
        Arrays.fill(c, Double.NaN);
        gemm.multiplyPackedBatch(
                count, n, packed, 0, gemm.packedLength(), b, 0, k * n, false, c, 0, m * n, n, lane, 0, panels);
        assertSame(expected, c, "batch");
        Arrays.fill(c, Double.NaN);
        gemm.multiplyPacked(1, 2, n, packed, 0, b, 0, false, null, 0, c, 0, n, lane, 0, panels);
        for (int at = 0; at < m * n; at++) {
            boolean wanted = at / n / gemm.tileRows() == 1;
            assertEquals(wanted ? expected[at] + 0.0 : Double.NaN, c[at] + 0.0, "element " + at);
        }
    }

    @Test
    void smallerProductsThanPlanned() {
        Gemm gemm = new Gemm(20, 300, 50, MatrixLayout.columns(20), MatrixLayout.columns(50));
        SplittableRandom source = new SplittableRandom(6);
        double[] a = source.ints(20 * 50, -8, 9).asDoubleStream().toArray();
        double[] b = source.ints(50 * 300, -8, 9).asDoubleStream().toArray();
        double[] lane = new double[gemm.laneLengthUnpacked()];
        double[][] panels = new double[gemm.laneRows()][gemm.laneRowLength()];
        for (int m : new int[] {1, 7, 20}) {
            for (int n : new int[] {3, 49, 300}) {
                for (int k : new int[] {1, 33, 50}) {
                    double[] c = new double[m * n];
                    Arrays.fill(c, 1);
                    double[] expected = c.clone();
                    for (int i = 0; i < m * n; i++) {
                        for (int p = 0; p < k; p++) {
                            expected[i] += a[p * 20 + i / n] * b[i % n * 50 + p];
                        }
                    }
                    gemm.multiplyUnpacked(m, n, k, a, 0, b, 0, true, c, 0, n, lane, 0, panels);
                    assertSame(expected, c, m + " x " + k + " x " + n);
                }
            }
        }
    }

    @Test
    void theGridHasAsManyChunksAsWanted() {
        List<String> wrong = new ArrayList<>();
        for (int m : new int[] {1, 25, 64, 1000}) {
            for (int n : new int[] {1, 100, 784, 3000}) {
                for (int k : new int[] {1, 27, 600, 9000}) {
                    Blocking blocking = new Blocking(256, 192, 1024);
                    GemmGrid grid =
                            GemmGrid.choose(m, n, k, (m - 1) / 4 + 1, (n - 1) / 48 + 1, (k - 1) / 256 + 1, blocking);
                    double operations = (double) m * n * k;
                    if (operations < 2 * Blocking.LEAST ? grid.chunks() != 1 : grid.chunks() < 2) {
                        wrong.add(m + " " + n + " " + k + ": " + grid);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void refusesEmptyProductsAndOverlappingLines() {
        assertThrows(IllegalArgumentException.class, () -> new Gemm(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Gemm(1, 1, -1));
        MatrixLayout four = MatrixLayout.rows(4);
        assertThrows(IllegalArgumentException.class, () -> new Gemm(2, 4, 5, four, four));
        assertThrows(IllegalArgumentException.class, () -> new Gemm(5, 4, 4, MatrixLayout.columns(4), four));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "scalar"})
    void transposedProductAtEveryEdge(String name) {
        for (int m = 1; m <= 7; m++) {
            for (int n = 1; n <= 7; n++) {
                for (int k : new int[] {1, 2, 15, 16, 31}) {
                    checkTransposed(name.equals("vector"), m, n, k, 1 + (m + n) % 3);
                }
            }
        }
    }

    private static void checkTransposed(boolean vectors, int m, int n, int k, int lines) {
        SplittableRandom source = new SplittableRandom(m * 31L + n * 7L + k);
        int lda = k + 1;
        int aLine = m * lda + 5;
        int ldb = lines * k + 2;
        int ldc = n + 3;
        double[] a = source.ints(2 + lines * aLine, -8, 9).asDoubleStream().toArray();
        double[] b = source.ints(3 + n * ldb, -8, 9).asDoubleStream().toArray();
        double[] c = source.ints(1 + m * ldc, -8, 9).asDoubleStream().toArray();
        double[] expected = c.clone();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int p = 0; p < lines * k; p++) {
                    int left = 2 + i * lda + p / k * aLine + p % k;
                    expected[1 + i * ldc + j] += a[left] * b[3 + j * ldb + p];
                }
            }
        }
        GemmTransposed product = new GemmTransposed(n, ldb, vectors);
        double[] lane = new double[1 + product.laneLength()];
        Arrays.fill(lane, Double.NaN);
        product.add(m, n, lines, k, a, 2, lda, aLine, b, 3, k, c, 1, ldc, lane, 1);
        assertSame(expected, c, "m " + m + " n " + n + " k " + k + " lines " + lines);
    }
}
