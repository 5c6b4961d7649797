package dev.convbench.strategy.simd;

/** Packs weights for register tiles: {@code mr} output channels side by side, k-major, rows without a channel zero. */
final class WeightPacking {
    private WeightPacking() {}

    /**
     * Packs one share of all tile rows of all groups.
     *
     * @param wOffset distance in w of term k
     * @param packedAt where the first tile row stands
     */
    static void pack(
            Correlation work, int mr, int[] wOffset, int chunk, int chunks, double[] w, double[] packed, int packedAt) {
        int tileRows = (work.outputs() + mr - 1) / mr;
        int all = work.groups() * tileRows;
        int end = share(all, chunks, chunk + 1);
        for (int row = share(all, chunks, chunk); row < end; row++) {
            int m = row % tileRows * mr;
            int wAt = row / tileRows * work.wGroup() + m * work.wOutput();
            packRow(
                    w,
                    wAt,
                    work.wOutput(),
                    Math.min(mr, work.outputs() - m),
                    mr,
                    wOffset,
                    packed,
                    packedAt + row * mr * wOffset.length);
        }
    }

    private static void packRow(
            double[] w, int wAt, int wOutput, int rows, int mr, int[] wOffset, double[] packed, int at) {
        for (int m = 0; m < mr; m++) {
            if (m < rows) {
                int from = wAt + m * wOutput;
                for (int k = 0, to = at + m; k < wOffset.length; k++, to += mr) {
                    packed[to] = w[from + wOffset[k]];
                }
            } else {
                for (int k = 0, to = at + m; k < wOffset.length; k++, to += mr) {
                    packed[to] = 0;
                }
            }
        }
    }

    /** Where share {@code index} of {@code count} things, cut into {@code shares}, starts. */
    static int share(int count, int shares, int index) {
        return (int) ((long) count * index / shares);
    }
}
