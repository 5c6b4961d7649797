package dev.convbench.strategy.winograd;

import java.util.Arrays;

/**
 * The matrices of Winograd's F(m, r): m outputs of a filter of r taps in α = m + r − 1 multiplications,
 *
 * <pre>
 * y = Aᵀ·((G·g) ⊙ (Bᵀ·d)),   y_i = Σ_k g_k·d_{i+k}
 * </pre>
 *
 * <p>Made from α − 1 points t_p and the point at infinity by the transposed Toom-Cook scheme (Winograd, 1980; Lavin and Gray,
 * 2015), in exact fractions. With M(x) = Π (x − t_p) and N_p = Π_{q≠p} (t_p − t_q):
 *
 * <pre>
 * Aᵀ[i][p] = t_pⁱ            Aᵀ[i][∞] = 1 if i = m − 1
 * G[p][k]  = t_pᵏ / N_p      G[∞][k]  = 1 if k = r − 1
 * Bᵀ[p][·] = coefficients of M(x) / (x − t_p), lowest first;   Bᵀ[∞][·] = those of M(x)
 * </pre>
 *
 * <p>Points in order: 0, 1, −1, 2, −2, 1/2, −1/2, ∞. A point and its negative share their even and odd parts, which halves
 * the work of the transforms; small powers keep the rounding errors small.
 */
final class WinogradMatrices {
    private static final Rational[] POINTS = {
        Rational.of(0),
        Rational.of(1),
        Rational.of(-1),
        Rational.of(2),
        Rational.of(-2),
        Rational.of(1, 2),
        Rational.of(-1, 2)
    };

    private final int m;
    private final int r;
    private final Rational[][] output;
    private final Rational[][] kernel;
    private final Rational[][] input;

    private WinogradMatrices(int m, int r) {
        this.m = m;
        this.r = r;
        int points = alpha() - 1;
        output = zeros(m, alpha());
        kernel = zeros(alpha(), r);
        input = zeros(alpha(), alpha());
        Rational[] product = {Rational.ONE};
        for (int p = 0; p < points; p++) {
            product = timesLinear(product, POINTS[p]);
        }
        input[points] = product;
        for (int p = 0; p < points; p++) {
            Rational[] quotient = {Rational.ONE};
            Rational scale = Rational.ONE;
            for (int q = 0; q < points; q++) {
                if (q != p) {
                    quotient = timesLinear(quotient, POINTS[q]);
                    scale = scale.times(POINTS[p].minus(POINTS[q]));
                }
            }
            System.arraycopy(quotient, 0, input[p], 0, quotient.length);
            Rational power = Rational.ONE;
            for (int i = 0; i < Math.max(m, r); i++) {
                if (i < m) {
                    output[i][p] = power;
                }
                if (i < r) {
                    kernel[p][i] = power.over(scale);
                }
                power = power.times(POINTS[p]);
            }
        }
        output[m - 1][points] = Rational.ONE;
        kernel[points][r - 1] = Rational.ONE;
    }

    /** F(m, r). */
    static WinogradMatrices of(int m, int r) {
        if (m + r - 2 > POINTS.length) {
            throw new IllegalArgumentException("F(" + m + ", " + r + ") needs more points than there are");
        }
        return new WinogradMatrices(m, r);
    }

    private static Rational[][] zeros(int rows, int columns) {
        Rational[][] zeros = new Rational[rows][columns];
        for (Rational[] row : zeros) {
            Arrays.fill(row, Rational.ZERO);
        }
        return zeros;
    }

    /** A polynomial times x − t. */
    private static Rational[] timesLinear(Rational[] polynomial, Rational t) {
        Rational[] product = new Rational[polynomial.length + 1];
        for (int k = 0; k < product.length; k++) {
            Rational shifted = k == 0 ? Rational.ZERO : polynomial[k - 1];
            product[k] = k == polynomial.length ? shifted : shifted.minus(polynomial[k].times(t));
        }
        return product;
    }

    /** Multiplications along an axis, and inputs of a tile. */
    int alpha() {
        return m + r - 1;
    }

    /** Aᵀ, m x α. */
    Rational output(int i, int p) {
        return output[i][p];
    }

    /** G, α x r. */
    Rational kernel(int p, int k) {
        return kernel[p][k];
    }

    /** Bᵀ, α x α. */
    Rational input(int p, int k) {
        return input[p][k];
    }

    /**
     * How much rounding errors grow in two dimensions, all with the same sign: the largest Σ_p |Aᵀ[i][p]|·|G[p][k]|·Σ_j |Bᵀ[p][j]|
     * over i and k, squared.
     */
    double amplification() {
        double most = 0;
        for (int i = 0; i < m; i++) {
            for (int k = 0; k < r; k++) {
                Rational sum = Rational.ZERO;
                for (int p = 0; p < alpha(); p++) {
                    sum = sum.plus(output[i][p].abs().times(kernel[p][k].abs()).times(inputSum(p)));
                }
                most = Math.max(most, sum.doubleValue());
            }
        }
        return most * most;
    }

    /** The same for errors of independent signs: the root of the sum of squares over p in place of the sum. */
    double randomAmplification() {
        double most = 0;
        for (int i = 0; i < m; i++) {
            Rational squares = Rational.ZERO;
            for (int p = 0; p < alpha(); p++) {
                Rational largest = Rational.ZERO;
                for (int k = 0; k < r; k++) {
                    largest = largest.max(kernel[p][k].abs());
                }
                Rational growth = output[i][p].abs().times(largest).times(inputSum(p));
                squares = squares.plus(growth.times(growth));
            }
            most = Math.max(most, squares.doubleValue());
        }
        return most;
    }

    private Rational inputSum(int p) {
        Rational sum = Rational.ZERO;
        for (Rational coefficient : input[p]) {
            sum = sum.plus(coefficient.abs());
        }
        return sum;
    }
}
