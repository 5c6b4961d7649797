package dev.convbench.gemm;

/**
 * Memory of one {@link Gemm} for one call at a time: the operands of the call under way and the working memory of each lane
 * (worker). Made by {@link Gemm#newScratch}.
 */
public final class GemmScratch {
    double[] a;
    int aAt;
    double[] b;
    int bAt;
    double[] start;
    int startAt;
    boolean accumulate;
    double[] c;
    int cAt;
    int ldc;

    final double[] shared;
    private final double[][] lanes;
    private final double[][][] panels;

    GemmScratch(int sharedLength, int laneLength, int laneRows, int laneRowLength, int laneCount) {
        shared = new double[sharedLength];
        lanes = new double[laneCount][laneLength];
        panels = new double[laneCount][laneRows][laneRowLength];
    }

    double[] lane(int lane) {
        return lanes[lane];
    }

    double[][] panels(int lane) {
        return panels[lane];
    }

    /**
     * Sets the operands of the next call.
     *
     * @param leftArray holds A, in the layout that the {@link Gemm} was made for
     * @param leftAt its first element
     * @param rightArray holds B
     * @param rightAt its first element
     * @param add whether C gains the product; otherwise C is overwritten and never read
     * @param rowStart what the sums of each row start from where C is overwritten, or null for zero
     * @param rowStartAt first of them
     * @param target holds C, in rows; must not overlap the others
     * @param targetAt its first element
     * @param leading distance of its rows
     */
    public void set(
            double[] leftArray,
            int leftAt,
            double[] rightArray,
            int rightAt,
            boolean add,
            double[] rowStart,
            int rowStartAt,
            double[] target,
            int targetAt,
            int leading) {
        a = leftArray;
        aAt = leftAt;
        b = rightArray;
        bAt = rightAt;
        accumulate = add;
        start = add ? null : rowStart;
        startAt = rowStartAt;
        c = target;
        cAt = targetAt;
        ldc = leading;
    }

    /** Forgets the operands. */
    public void unset() {
        set(null, 0, null, 0, false, null, 0, null, 0, 0);
    }
}
