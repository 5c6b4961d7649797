package dev.convbench.gemm;

/**
 * Sizes of the blocks of a {@link Gemm}.
 *
 * @param kc terms of a block, KC
 * @param mc rows of a block, MC
 * @param nc columns of a block, NC
 * @param chunks chunks to divide a large product into
 * @param least multiply-adds that a chunk should have at least
 */
record Blocking(int kc, int mc, int nc, int chunks, double least) {
    /** Chunks of a large product: with 16, eight workers lose at most one chunk in three to the last round. */
    static final int CHUNKS = 16;

    /** Multiply-adds of a chunk: about ten microseconds, ten times what handing it over costs. */
    static final double LEAST = 1 << 18;

    Blocking(int kc, int mc, int nc) {
        this(kc, mc, nc, CHUNKS, LEAST);
    }

    /** The size of equal blocks, none above {@code most}, in whole units: {@code length} is not left with a small rest. */
    static int even(int length, int most, int unit) {
        int blocks = (length - 1) / Math.max(unit, most) + 1;
        int size = (length - 1) / blocks + 1;
        return (size + unit - 1) / unit * unit;
    }
}
