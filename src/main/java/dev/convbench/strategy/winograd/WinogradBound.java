package dev.convbench.strategy.winograd;

import dev.convbench.op.ErrorBound;

/**
 * The error bound of F(m x m, r x r), from its matrices. Serves both precisions.
 *
 * <p>An output is a sum over α² points; the product at point (p, q) is at most Σ_c max|x|·Σ|w| times the sums of Bᵀ and the
 * largest elements of G in its rows, and weighs Aᵀ[i][p]·Aᵀ[j][q]. Its relative error is one of n = C + L roundings, C
 * channels summed and L operations in the transforms. Worst-case roundings add up to n·u times what {@link
 * WinogradMatrices#amplification} says. Roundings of independent signs stay below λ·√n·u times the root of the sum of
 * squares but for a small probability (Higham and Mary, 2019). The lesser of the two is published.
 */
final class WinogradBound {
    /** λ: five standard deviations of roundings that are uniform in ±u, a miss once in two million elements. */
    private static final double CONFIDENCE = 3;

    /** Roundings in the transforms: two passes each of source, kernel and product, coefficients included. */
    private static final int OPERATIONS_PER_INPUT = 4;

    private WinogradBound() {}

    static ErrorBound of(int m, int r, int channels) {
        WinogradMatrices matrices = WinogradMatrices.of(m, r);
        double roundings = channels + OPERATIONS_PER_INPUT * (double) matrices.alpha();
        double worst = matrices.amplification() * roundings;
        double likely = matrices.randomAmplification() * CONFIDENCE * Math.sqrt(roundings);
        double terms = (double) channels * r * r + 1;
        return ErrorBound.ofTile(Math.min(worst, likely) / terms, m, m);
    }
}
