package dev.convbench.gemm;

/**
 * The innermost part of a {@link Gemm}: a tile of C is, or gains, the product of a micropanel of A and one of B.
 *
 * <p>A micropanel of A holds {@link #mr} rows in steps of {@link #kr} terms, [step][row][term in step], padded with zeros
 * to whole rows and steps. How a micropanel of B of {@link #nr} columns lies is the microkernel's own affair: {@link
 * #prepare} packs one. Edges are inside: a tile stores the rows and columns that it is told to, and nothing else.
 */
interface Microkernel {
    /** Rows of a tile, MR. */
    int mr();

    /** Columns of a tile, NR. */
    int nr();

    /** Terms of a step, KR. */
    int kr();

    /** Sizes of blocks that suit it. */
    Blocking blocking();

    /** Whether it reads rows of A where they are, packed ones never. */
    boolean readsRowsOfA();

    /** Whether micropanels of B lie in one array, so that {@link #run} can also read rows of B where they are. */
    boolean flat();

    /** Elements of {@code packed} that micropanels of so many terms and columns take. */
    int packedLength(int kc, int columns);

    /** Arrays of {@code panels} that micropanels of so many terms and columns take. */
    int panels(int kc, int columns);

    /** Elements of each of them. */
    int panelLength();

    /**
     * Packs micropanels of B.
     *
     * @param kc terms
     * @param b holds B
     * @param bAt place of its element (0, 0)
     * @param rowStride distance of rows of B
     * @param columnStride distance of columns
     * @param columns columns
     * @param packed receives {@link #packedLength} elements
     * @param packedAt from here on
     * @param panels receives what a kernel keeps in arrays of their own
     */
    void prepare(
            int kc,
            double[] b,
            int bAt,
            int rowStride,
            int columnStride,
            int columns,
            double[] packed,
            int packedAt,
            double[][] panels);

    /**
     * Computes one tile.
     *
     * @param kc terms
     * @param a holds the micropanel of A, or A itself
     * @param aAt first element of the micropanel
     * @param aRow distance of rows of A read in place
     * @param b the packed micropanels of B, or B itself
     * @param bAt first element of the micropanel
     * @param offset distance in b of term k, and of one term more
     * @param panel its index, for those kept in {@code panels}
     * @param rows rows to store, 1 to {@link #mr}
     * @param columns columns to store, 1 to {@link #nr}
     * @param accumulate whether to add to C; otherwise C is overwritten and never read
     * @param start what the sums of each row start from, or null for zero
     * @param startAt first of them
     * @param c holds C
     * @param cAt its first element
     * @param ldc distance of its rows
     * @param panels working memory
     */
    void run(
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
            double[][] panels);
}
