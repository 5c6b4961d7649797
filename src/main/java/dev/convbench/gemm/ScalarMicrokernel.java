package dev.convbench.gemm;

import dev.convbench.simd.Fma;

/**
 * A microkernel in plain Java whose column loop C2 vectorises.
 *
 * <p>The tile is three rows high because a loop body of 3 × 2 multiply-adds is the largest that C2 vectorises on JDK 17
 * and on 25, and 256 columns wide because entering and leaving a vectorised loop costs about as much as 50 columns. C2
 * wants every index to be the loop variable plus a constant; hence an array for each step of B, with its second row at
 * {@link #NR}.
 */
public final class ScalarMicrokernel implements Microkernel {
    /** Rows of a tile. */
    static final int MR = 3;
    /** Columns of a tile: it takes MR·NR·8 = 6 KiB, which with a step of B (4 KiB) leaves most of a 32 KiB L1 free. */
    static final int NR = 256;
    /** Terms of a step. */
    static final int KR = 2;

    @Override
    public int mr() {
        return MR;
    }

    @Override
    public int nr() {
        return NR;
    }

    @Override
    public int kr() {
        return KR;
    }

    @Override
    public void run(int steps, double[] a, int aAt, double[][] b, int bAt, int n, double[] tile) {
        for (int step = 0; step < steps; step++) {
            step(a, aAt + step * MR * KR, b[bAt + step], n, tile);
        }
    }

    private static void step(double[] a, int aAt, double[] b, int n, double[] tile) {
        double a00 = a[aAt];
        double a01 = a[aAt + 1];
        double a10 = a[aAt + 2];
        double a11 = a[aAt + 3];
        double a20 = a[aAt + 4];
        double a21 = a[aAt + 5];
        for (int j = 0; j < n; j++) {
            double b0 = b[j];
            double b1 = b[j + NR];
            tile[j] = Fma.fma(a01, b1, Fma.fma(a00, b0, tile[j]));
            tile[j + NR] = Fma.fma(a11, b1, Fma.fma(a10, b0, tile[j + NR]));
            tile[j + 2 * NR] = Fma.fma(a21, b1, Fma.fma(a20, b0, tile[j + 2 * NR]));
        }
    }
}
