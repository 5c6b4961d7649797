package dev.convbench.gemm;

/** Packs micropanels of A: mr rows side by side, in steps of kr terms, [step][row][term in step], padded with zeros. */
final class Packing {
    private Packing() {}

    /**
     * Packs a block of A: whole micropanels one behind the other.
     *
     * @param rows rows of the block
     * @param kc terms of the block
     * @param a holds A
     * @param aAt place of the block's first element
     * @param rowStride distance of rows of A
     * @param columnStride distance of terms
     * @param packed receives the micropanels
     * @param packedAt from here on
     */
    static void packA(
            Microkernel kernel,
            int rows,
            int kc,
            double[] a,
            int aAt,
            int rowStride,
            int columnStride,
            double[] packed,
            int packedAt) {
        int mr = kernel.mr();
        int kr = kernel.kr();
        int terms = (kc + kr - 1) / kr * kr;
        for (int row = 0; row < rows; row += mr) {
            int to = packedAt + row * terms;
            int there = Math.min(mr, rows - row);
            if (kr > 1) {
                steps(mr, kr, there, kc, a, aAt + row * rowStride, rowStride, columnStride, packed, to);
            } else if (rowStride == 1) {
                columns(mr, there, kc, a, aAt + row, columnStride, packed, to);
            } else {
                rows(mr, there, kc, a, aAt + row * rowStride, rowStride, columnStride, packed, to);
            }
        }
    }

    private static void steps(
            int mr,
            int kr,
            int there,
            int kc,
            double[] a,
            int aAt,
            int rowStride,
            int columnStride,
            double[] packed,
            int packedAt) {
        int to = packedAt;
        for (int p = 0; p < kc; p += kr) {
            for (int i = 0; i < mr; i++) {
                for (int t = p; t < p + kr; t++) {
                    packed[to++] = i < there && t < kc ? a[aAt + i * rowStride + t * columnStride] : 0;
                }
            }
        }
    }

    private static void columns(
            int mr, int there, int kc, double[] a, int aAt, int columnStride, double[] packed, int packedAt) {
        for (int p = 0; p < kc; p++) {
            int from = aAt + p * columnStride;
            int to = packedAt + p * mr;
            for (int i = 0; i < mr; i++) {
                packed[to + i] = i < there ? a[from + i] : 0;
            }
        }
    }

    /** Rows are read side by side, so that stores fill whole lines of the cache. */
    private static void rows(
            int mr,
            int there,
            int kc,
            double[] a,
            int aAt,
            int rowStride,
            int columnStride,
            double[] packed,
            int packedAt) {
        int i = 0;
        for (; i + 4 <= there; i += 4) {
            fourRows(mr, kc, a, aAt + i * rowStride, rowStride, columnStride, packed, packedAt + i);
        }
        for (; i < mr; i++) {
            int from = aAt + i * rowStride;
            int to = packedAt + i;
            if (i < there) {
                for (int p = 0; p < kc; p++) {
                    packed[to + p * mr] = a[from + p * columnStride];
                }
            } else {
                for (int p = 0; p < kc; p++) {
                    packed[to + p * mr] = 0;
                }
            }
        }
    }

    private static void fourRows(
            int mr, int kc, double[] a, int aAt, int rowStride, int columnStride, double[] packed, int packedAt) {
        int row1 = aAt + rowStride;
        int row2 = row1 + rowStride;
        int row3 = row2 + rowStride;
        for (int p = 0; p < kc; p++) {
            int to = packedAt + p * mr;
            int from = p * columnStride;
            packed[to] = a[aAt + from];
            packed[to + 1] = a[row1 + from];
            packed[to + 2] = a[row2 + from];
            packed[to + 3] = a[row3 + from];
        }
    }
}
