package dev.convbench.strategy.winograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.check.Data;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each transform against its matrix, on lines with gaps between elements: what is not asked for stays as it was. */
@Tag("kernel")
class WinogradTransformTest {
    private static final int LANES = WinogradTransform.LANES;
    private static final int COUNT = 3;
    private static final int STEP = 5 * LANES;
    private static final int NEXT = LANES;

    private interface Matrix {
        Rational at(int row, int column);
    }

    private interface Call {
        void run(double[] in, double[] out);
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "4, 3", "6, 3", "4, 5"})
    void transformsAreProductsWithTheirMatrices(int m, int r) {
        WinogradTransform transform = WinogradTransform.of(m, r);
        WinogradMatrices matrices = WinogradMatrices.of(m, r);
        int alpha = m + r - 1;
        double[] start = Data.uniform(2 * LANES, 9);
        double[] none = new double[2 * LANES];
        check(
                matrices::input,
                alpha,
                alpha,
                none,
                (in, out) -> transform.input(COUNT, in, 1, STEP, NEXT, out, 2, STEP, NEXT));
        check(
                matrices::kernel,
                alpha,
                r,
                none,
                (in, out) -> transform.kernel(COUNT, in, 1, STEP, NEXT, out, 2, STEP, NEXT));
        check(
                matrices::output,
                m,
                alpha,
                start,
                (in, out) -> transform.output(COUNT, in, 1, STEP, NEXT, out, 2, STEP, NEXT, start, 1));
    }

    private static void check(Matrix matrix, int rows, int columns, double[] start, Call call) {
        double[] in = Data.uniform(1 + columns * STEP, 5);
        double[] out = Data.nan(2 + rows * STEP + LANES);
        call.run(in, out);
        int written = 0;
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < COUNT; n++) {
                for (int lane = 0; lane < LANES; lane++) {
                    double expected = start[1 + lane];
                    for (int k = 0; k < columns; k++) {
                        expected += matrix.at(row, k).doubleValue() * in[1 + k * STEP + n * NEXT + lane];
                    }
                    assertEquals(expected, out[2 + row * STEP + n * NEXT + lane], 1e-12, row + " " + n);
                    written++;
                }
            }
        }
        for (double value : out) {
            written -= Double.isNaN(value) ? 0 : 1;
        }
        assertTrue(written == 0, "nothing else was written");
    }
}
