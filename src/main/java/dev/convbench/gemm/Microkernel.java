package dev.convbench.gemm;

/**
 * The innermost part of a {@link Gemm}: a tile of C gains the product of a micropanel of A and a micropanel of B.
 *
 * <p>A micropanel of A holds {@link #mr} rows; its elements lie in steps of {@link #kr} terms: [step][row][term in step].
 * A micropanel of B holds {@link #nr} columns; each step is an array of its own: [term in step][column]. Both are padded
 * with zeros to whole rows, columns and steps. The tile is [row][column] with row length {@link #nr}.
 */
public interface Microkernel {
    /** Rows of a tile, MR. */
    int mr();

    /** Columns of a tile, NR. */
    int nr();

    /** Terms of a step, KR. */
    int kr();

    /**
     * tile += A · B over the first {@code n} columns; other columns may hold anything afterwards.
     *
     * @param steps number of steps
     * @param a packed A
     * @param aAt where the micropanel starts in it
     * @param b steps of packed B
     * @param bAt index of the first step
     * @param n columns wanted, at most {@link #nr}
     * @param tile the tile
     */
    void run(int steps, double[] a, int aAt, double[][] b, int bAt, int n, double[] tile);
}
