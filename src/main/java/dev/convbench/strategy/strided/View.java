package dev.convbench.strategy.strided;

/**
 * A strided view of windows: element (c, i, j, r, s) of the image whose first element is at b stands at b + c·channel +
 * i·row + j·column + r·tapRow + s·tapColumn. The image is the sixth dimension. Elements overlap where windows do.
 *
 * @param channel distance between channels
 * @param row distance between windows one below the other
 * @param column distance between windows side by side
 * @param tapRow distance between taps one below the other
 * @param tapColumn distance between taps side by side
 */
record View(int channel, int row, int column, int tapRow, int tapColumn) {
    /** Offset of the two-dimensional view (i, j) that a tap of a channel sees. */
    int tap(int c, int r, int s) {
        return c * channel + r * tapRow + s * tapColumn;
    }

    /** Whether rows of {@code width} windows follow each other like windows do, so that (i, j) is one dimension. */
    boolean collapses(int width) {
        return row == width * column;
    }
}
