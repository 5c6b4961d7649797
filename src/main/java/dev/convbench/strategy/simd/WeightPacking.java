package dev.convbench.strategy.simd;

import dev.convbench.gemm.Transposition;
import dev.convbench.strategy.Split;

/** Packs weights for register tiles: {@code mr} output channels side by side, k-major. */
final class WeightPacking {
    /**
     * From so many pixels on, a weight is worth packing: tiles on packed weights are faster by a third, which pays for about a
     * cycle a weight where long rows are transposed in registers.
     */
    private static final int PIXELS_IF_FAST = 32;

    /** From so many pixels on, it is worth any other order: three cycles a weight, or pieces of a few from all over w. */
    private static final int PIXELS_IF_SLOW = 96;

    private WeightPacking() {}

    /** How the terms of an output channel, and the channels of a tile, lie in w. */
    private enum Order {
        /** The terms of a channel one behind the other: the forward pass. */
        TERMS,
        /** The taps of a source channel one behind the other: the gradient of the input, stride 1. */
        TAPS,
        /** Output channels one behind the other: the gradient of the input of a 1x1 kernel, or one input channel a group. */
        CHANNELS,
        /** Anything else. */
        OTHER;

        static Order of(Correlation work, int mr) {
            int taps = work.taps();
            if (work.wOutput() == 1) {
                return CHANNELS;
            }
            if (!Transposition.fits(mr)) {
                return OTHER;
            }
            for (int t = 0; t < taps; t++) {
                if (work.tapWeight()[t] != t) {
                    return OTHER;
                }
            }
            return work.wChannel() == taps ? TERMS : work.wOutput() == taps ? TAPS : OTHER;
        }
    }

    /** Whether packing the weights of a correlation for so many rows of a tile costs less than reading them in place does. */
    static boolean pays(Correlation work, int mr) {
        long pixels = (long) work.images() * work.outH() * work.outW();
        return pixels >= (Order.of(work, mr) == Order.TERMS ? PIXELS_IF_FAST : PIXELS_IF_SLOW);
    }

    /**
     * Packs one share of all tile rows of all groups. Rows of a tile without a channel get any numbers.
     *
     * @param wOffset distance in w of term k
     * @param packedAt where the first tile row stands
     */
    static void pack(
            Correlation work, int mr, int[] wOffset, int chunk, int chunks, double[] w, double[] packed, int packedAt) {
        int tileRows = (work.outputs() + mr - 1) / mr;
        int all = work.groups() * tileRows;
        int end = Split.start(chunk + 1, chunks, all);
        for (int row = Split.start(chunk, chunks, all); row < end; row++) {
            packRow(work, mr, wOffset, row, 0, work.channels(), w, packed, packedAt + row * mr * wOffset.length);
        }
    }

    /**
     * Packs the terms of some channels of one tile row.
     *
     * @param row among those of all groups
     * @param first first channel
     * @param channels how many
     * @param packedAt where they go
     */
    static void packRow(
            Correlation work,
            int mr,
            int[] wOffset,
            int row,
            int first,
            int channels,
            double[] w,
            double[] packed,
            int packedAt) {
        int tileRows = (work.outputs() + mr - 1) / mr;
        int m = row % tileRows * mr;
        int from = row / tileRows * work.wGroup() + m * work.wOutput() + first * work.wChannel();
        int rows = Math.min(mr, work.outputs() - m);
        int taps = work.taps();
        int terms = channels * taps;
        switch (Order.of(work, mr)) {
            case TERMS -> Transposition.strip(rows, mr, terms, w, from, work.wOutput(), packed, packedAt, mr);
            case TAPS -> {
                for (int c = 0; c < channels; c++) {
                    int to = packedAt + c * taps * mr;
                    Transposition.strip(rows, mr, taps, w, from + c * work.wChannel(), taps, packed, to, mr);
                }
            }
            case CHANNELS -> {
                for (int k = 0; k < terms; k++) {
                    System.arraycopy(w, from + wOffset[k], packed, packedAt + k * mr, rows);
                }
            }
            default -> packScalars(w, from, work.wOutput(), rows, mr, wOffset, terms, packed, packedAt);
        }
    }

    private static void packScalars(
            double[] w, int wAt, int wOutput, int rows, int mr, int[] wOffset, int terms, double[] packed, int at) {
        for (int m = 0; m < mr; m++) {
            int from = wAt + Math.min(m, rows - 1) * wOutput;
            for (int k = 0, to = at + m; k < terms; k++, to += mr) {
                packed[to] = w[from + wOffset[k]];
            }
        }
    }

    /** Packs {@code terms} terms that stand one behind the other in each row. */
    static void packScalars(double[] w, int wAt, int wOutput, int rows, int mr, int terms, double[] packed, int at) {
        for (int m = 0; m < mr; m++) {
            int from = wAt + Math.min(m, rows - 1) * wOutput;
            for (int k = 0, to = at + m; k < terms; k++, to += mr) {
                packed[to] = w[from + k];
            }
        }
    }
}
