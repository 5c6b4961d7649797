package dev.convbench.gemm;

/**
 * How an operand of a {@link Gemm} lies in its array: row after row, or column after column (the rows of its transpose).
 *
 * @param leading distance of its contiguous lines, at least their length
 * @param transposed whether the lines are columns
 */
public record MatrixLayout(int leading, boolean transposed) {
    /** Rows are contiguous: element (i, j) stands at {@code i·leading + j}. */
    public static MatrixLayout rows(int leading) {
        return new MatrixLayout(leading, false);
    }

    /** Columns are contiguous: element (i, j) stands at {@code j·leading + i}. */
    public static MatrixLayout columns(int leading) {
        return new MatrixLayout(leading, true);
    }

    void check(String name, int rows, int columns) {
        int length = transposed ? rows : columns;
        if (leading < length) {
            throw new IllegalArgumentException(
                    "lines of " + name + " are " + length + " long, but only " + leading + " apart");
        }
    }

    int rowStride() {
        return transposed ? 1 : leading;
    }

    int columnStride() {
        return transposed ? leading : 1;
    }
}
