package dev.convbench.gemm;

/**
 * How a product is cut into chunks: blocks of rows × blocks of columns × parts of the sum, by the shape alone.
 *
 * <p>A chunk reads rows·terms of A and terms·columns of B and packs them, so a cut of columns costs reading A once more, a
 * cut of rows B, and a cut of the sum a partial C that is written and read again. Of the cuts that give enough chunks, the
 * one of least traffic is taken.
 *
 * @param rows blocks of rows
 * @param columns blocks of columns
 * @param parts parts of the sum
 */
record GemmGrid(int rows, int columns, int parts) {
    /** Elements of C moved for each of a partial sum: written, read, and its part in the sum. */
    private static final double PARTIAL = 3;

    /**
     * Chooses the cut.
     *
     * @param tiles micropanels of A: units of rows
     * @param panels micropanels of B: units of columns
     * @param blocks blocks of KC terms: units of the sum
     */
    static GemmGrid choose(int m, int n, int k, int tiles, int panels, int blocks, Blocking blocking) {
        double operations = (double) m * n * k;
        int wanted = (int) Math.max(1, Math.min(blocking.chunks(), operations / blocking.least()));
        GemmGrid best = new GemmGrid(1, 1, 1);
        double least = Double.POSITIVE_INFINITY;
        for (int r = 1; r <= Math.min(wanted, tiles); r++) {
            for (int c = 1; c <= Math.min((wanted + r - 1) / r, panels); c++) {
                int q = Math.min(blocks, (wanted + r * c - 1) / (r * c));
                double partial = q > 1 ? PARTIAL * q * m * n : 0;
                double missing = Math.max(1, (double) wanted / (r * c * q));
                double traffic = ((double) k * ((double) m * c + (double) n * r) + partial) * missing;
                if (traffic < least) {
                    least = traffic;
                    best = new GemmGrid(r, c, q);
                }
            }
        }
        return best;
    }

    int chunks() {
        return rows * columns * parts;
    }

    /** Where block {@code block} of {@code units} units, cut into {@code blocks}, starts. */
    static int start(int block, int blocks, int units) {
        return (int) ((long) block * units / blocks);
    }
}
