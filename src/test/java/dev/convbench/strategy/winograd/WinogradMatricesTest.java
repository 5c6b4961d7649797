package dev.convbench.strategy.winograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WinogradMatricesTest {
    /** For unit vectors d_j and g_k, y_i must be 1 where i + k = j and 0 elsewhere: exactly. */
    @ParameterizedTest
    @CsvSource({"2,3", "4,3", "6,3", "1,3", "3,3", "2,5", "4,5", "5,3"})
    void theyComputeACorrelationExactly(int m, int r) {
        WinogradMatrices matrices = WinogradMatrices.of(m, r);
        int alpha = matrices.alpha();
        assertEquals(m + r - 1, alpha);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < alpha; j++) {
                for (int k = 0; k < r; k++) {
                    Rational sum = Rational.ZERO;
                    for (int p = 0; p < alpha; p++) {
                        sum = sum.plus(matrices.output(i, p)
                                .times(matrices.kernel(p, k))
                                .times(matrices.input(p, j)));
                    }
                    assertEquals(i + k == j ? Rational.ONE : Rational.ZERO, sum, i + " " + j + " " + k);
                }
            }
        }
    }

    @Test
    void someAreThoseOfThePapers() {
        WinogradMatrices four = WinogradMatrices.of(4, 3);
        assertEquals("4 0 -5 0 1 0", row(four, 0));
        assertEquals("0 -4 -4 1 1 0", row(four, 1));
        assertEquals("0 2 -1 -2 1 0", row(four, 4));
        assertEquals("0 4 0 -5 0 1", row(four, 5));
        assertEquals(Rational.of(1, 24), four.kernel(3, 0));
        assertEquals(Rational.of(8), four.output(3, 3));
        WinogradMatrices six = WinogradMatrices.of(6, 3);
        assertEquals("-1 0 21/4 0 -21/4 0 1 0", row(six, 0));
        assertEquals(Rational.of(-1, 32), six.output(5, 6));
    }

    private static String row(WinogradMatrices matrices, int p) {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < matrices.alpha(); k++) {
            text.append(k == 0 ? "" : " ").append(matrices.input(p, k));
        }
        return text.toString();
    }

    @Test
    void errorsGrowWithTheTile() {
        double last = 0;
        for (int m = 2; m <= 6; m += 2) {
            WinogradMatrices matrices = WinogradMatrices.of(m, 3);
            assertTrue(matrices.randomAmplification() > last, "F(" + m + ", 3)");
            assertTrue(matrices.amplification() > matrices.randomAmplification(), "F(" + m + ", 3)");
            last = matrices.randomAmplification();
        }
        // y_1 of F(2, 3): two products of a half of two weights each with sums of two inputs, and one of one weight.
        assertEquals(16, WinogradMatrices.of(2, 3).amplification());
    }

    @Test
    void thereAreSevenPoints() {
        assertThrows(IllegalArgumentException.class, () -> WinogradMatrices.of(7, 3));
    }

    @Test
    void fractionsAreExact() {
        Rational third = Rational.of(2, -6);
        assertEquals("-1/3", third.toString());
        assertEquals(Rational.ONE, third.times(Rational.of(-3)));
        assertEquals(Rational.of(1, 6), third.plus(Rational.of(1, 2)));
        assertEquals(Rational.of(-2, 3), third.over(Rational.of(1, 2)));
        assertEquals(Rational.of(1, 3), third.abs());
        assertEquals(Rational.of(1, 2), third.max(Rational.of(1, 2)));
        assertEquals(-1.0 / 3, third.doubleValue());
        assertEquals(-1f / 3, third.floatValue());
    }
}
