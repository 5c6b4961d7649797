package dev.convbench.gemm;

import dev.convbench.simd.Fma;
import java.util.Arrays;

/**
 * The microkernel for JVMs without the Vector API: plain Java whose column loop C2 vectorises.
 *
 * <p>The tile is three rows high because a loop body of 3 × 2 multiply-adds is the largest that C2 vectorises on JDK 17
 * and on 25, and 256 columns wide because entering and leaving a vectorised loop costs about as much as 50 columns. C2
 * wants every index to be the loop variable plus a constant; hence an array of its own for the tile and for each step of
 * B, with its second row at {@link #NR}.
 */
final class ScalarMicrokernel implements Microkernel {
    /** Rows of a tile. */
    static final int MR = 3;
    /** Columns of a tile: it takes MR·NR·8 = 6 KiB, which with a step of B (4 KiB) leaves most of a 32 KiB L1 free. */
    static final int NR = 256;
    /** Terms of a step. */
    static final int KR = 2;
    /**
     * Terms of a block. A micropanel of A of 3 × 128 doubles (3 KiB) stays in L1 beside the tile, and one micropanel of B of
     * 128 × 256 doubles (256 KiB) in an L2 of 512 KiB or more; a tile is read and written once per 128 multiply-adds.
     */
    static final int KC = 128;
    /** Rows of a block, a multiple of 3: 96 × 128 doubles of A (96 KiB) stay in L2 beside a micropanel of B. */
    static final int MC = 96;
    /** Columns of a block: two micropanels of 256 columns; more would only enlarge the scratch memory, A being packed. */
    static final int NC = 512;

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
    public Blocking blocking() {
        return new Blocking(KC, MC, NC);
    }

    @Override
    public boolean readsRowsOfA() {
        return false;
    }

    @Override
    public boolean flat() {
        return false;
    }

    @Override
    public int packedLength(int kc, int columns) {
        return 0;
    }

    @Override
    public int panels(int kc, int columns) {
        return 1 + steps(kc) * ((columns - 1) / NR + 1);
    }

    @Override
    public int panelLength() {
        return MR * NR;
    }

    private static int steps(int kc) {
        return (kc + KR - 1) / KR;
    }

    @Override
    public void prepare(
            int kc,
            double[] b,
            int bAt,
            int rowStride,
            int columnStride,
            int columns,
            double[] packed,
            int packedAt,
            double[][] panels) {
        for (int j = 0; j < columns; j += NR) {
            int from = bAt + j * columnStride;
            int width = Math.min(NR, columns - j);
            prepare(kc, b, from, rowStride, columnStride, width, panels, 1 + j / NR * steps(kc));
        }
    }

    private static void prepare(
            int kc,
            double[] b,
            int bAt,
            int rowStride,
            int columnStride,
            int columns,
            double[][] panels,
            int firstStep) {
        for (int p = 0; p < steps(kc) * KR; p++) {
            double[] step = panels[firstStep + p / KR];
            int at = p % KR * NR;
            if (p >= kc) {
                Arrays.fill(step, at, at + columns, 0);
            } else if (columnStride == 1) {
                System.arraycopy(b, bAt + p * rowStride, step, at, columns);
            } else {
                for (int j = 0; j < columns; j++) {
                    step[at + j] = b[bAt + p * rowStride + j * columnStride];
                }
            }
        }
    }

    @Override
    public void run(
            int kc,
            double[] a,
            int aAt,
            int aRow,
            double[] b,
            int bAt,
            int[] offset,
            int panel,
            int rows,
            int columns,
            boolean accumulate,
            double[] start,
            int startAt,
            double[] c,
            int cAt,
            int ldc,
            double[][] panels) {
        double[] tile = panels[0];
        for (int i = 0; i < rows; i++) {
            if (accumulate) {
                System.arraycopy(c, cAt + i * ldc, tile, i * NR, columns);
            } else {
                Arrays.fill(tile, i * NR, i * NR + columns, start == null ? 0 : start[startAt + i]);
            }
        }
        int steps = steps(kc);
        for (int step = 0; step < steps; step++) {
            step(a, aAt + step * MR * KR, panels[1 + panel * steps + step], columns, tile);
        }
        for (int i = 0; i < rows; i++) {
            System.arraycopy(tile, i * NR, c, cAt + i * ldc, columns);
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
