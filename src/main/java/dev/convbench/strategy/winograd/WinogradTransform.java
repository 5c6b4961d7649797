package dev.convbench.strategy.winograd;

import dev.convbench.simd.Species;

/**
 * The three transforms of F(m, r) along one axis, with channels in the lanes. Two calls, one an axis, make the transform of
 * a tile.
 *
 * <p>Each call transforms {@code count} lines: element k of line n stands at {@code at + n·next + k·step}, a vector of
 * channels each, and so do the results. Coefficients come from {@link WinogradMatrices}.
 */
abstract class WinogradTransform {
    static final int LANES = Species.LANES_F64;

    /** Outputs of a tile along an axis. */
    final int m;

    /** Taps of a kernel along an axis. */
    final int r;

    /** Inputs of a tile along an axis, and multiplications. */
    final int alpha;

    WinogradTransform(int m, int r) {
        this.m = m;
        this.r = r;
        alpha = m + r - 1;
    }

    /** Whether there is one. */
    static boolean exists(int m, int r) {
        return r == 3 ? m == 2 || m == 4 || m == 6 : r == 5 && m == 4;
    }

    /** That of F(m, r), which exists. */
    static WinogradTransform of(int m, int r) {
        if (r == 5) {
            return new WinogradTransform4x5();
        }
        return switch (m) {
            case 2 -> new WinogradTransform2();
            case 4 -> new WinogradTransform4();
            default -> new WinogradTransform6();
        };
    }

    /** α inputs to α points: Bᵀ·d. */
    abstract void input(
            int count, double[] in, int at, int step, int next, double[] out, int outAt, int outStep, int outNext);

    /** r taps to α points: G·g. */
    abstract void kernel(
            int count, double[] in, int at, int step, int next, double[] out, int outAt, int outStep, int outNext);

    /**
     * α points to m outputs: Aᵀ·p + c, the same for all.
     *
     * @param start holds c, a vector
     * @param startAt where
     */
    abstract void output(
            int count,
            double[] in,
            int at,
            int step,
            int next,
            double[] out,
            int outAt,
            int outStep,
            int outNext,
            double[] start,
            int startAt);
}
