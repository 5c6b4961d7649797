package dev.convbench.strategy.fft;

import dev.convbench.op.ErrorBound;

/**
 * The error bound of a correlation by Fourier transforms. Serves both precisions.
 *
 * <p>A transform of n x n numbers takes 2·log₂ n stages and multiplies the Euclidean norm by n; each stage is off by a few u of that
 * norm (Higham, Accuracy and Stability of Numerical Algorithms, 2002, theorem 24.2). With X̂ and Ŵ the transforms, an output of one
 * channel is at most 1/n²·Σ|X̂|·|Ŵ| ≤ ‖x‖₂·‖w‖₂ ≤ n·max|x|·Σ|w|, and so its error is at most n·u times the roundings, of which
 * there are C in the sum over channels, each fourfold for three real products in place of a complex one, and some in each stage
 * of three transforms.
 */
final class FftBound {
    private static final double PER_CHANNEL = 4;

    private static final double PER_STAGE = 24;

    private FftBound() {}

    static ErrorBound of(int n, int r, int channels) {
        int m = n - r + 1;
        double stages = 2.0 * (Integer.numberOfTrailingZeros(n) + 1);
        double roundings = PER_CHANNEL * (channels + 2.0) + PER_STAGE * stages;
        double terms = (double) channels * r * r + 1;
        return ErrorBound.ofTile(n * roundings / terms, m, m);
    }
}
