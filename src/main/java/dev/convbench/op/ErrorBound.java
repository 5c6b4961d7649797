package dev.convbench.op;

/**
 * The error bound that a plan publishes for a pass: what an element of its output may be off by. With K the reduction length
 * of the pass, u the unit roundoff of the precision and c this {@link #factor}, in one of two forms:
 *
 * <pre>
 * by element   |a − exact| ≤ c·(K + 1)·u·Σ |x||w|, the sum over the terms of the element itself
 * by tile      |a − exact| ≤ c·(K + 1)·u·Σ_channels max |x| · Σ |w|, the maximum over all that the tile of the element
 *              reads of the channel, the sum over the taps of the kernel
 * </pre>
 *
 * <p>By element, 1 holds for every algorithm that only reorders sums. Transforms (Winograd, FFT) compute a tile of an output
 * plane at once, and an element's error depends on everything that its tile reads: a small element beside large ones loses
 * digits, and a pixel that is not finite spoils its tile, but no other. Tiles lie on a grid that begins at the first row
 * and column of each output plane; the last ones may reach beyond it, and read what a whole tile there reads. In the data
 * gradient the plane is one of dx, and x stands for dy. A bias counts with its absolute value.
 *
 * @param factor c
 * @param tileRows rows of a tile of an output plane; 0 for a bound by element
 * @param tileColumns columns of a tile; 0 for a bound by element
 */
public record ErrorBound(double factor, int tileRows, int tileColumns) {
    /** The bound of every algorithm that only reorders sums. */
    public static final ErrorBound REORDERED = ofElement(1);

    /** Rejects a negative factor and a tile with one side. */
    public ErrorBound {
        if (!(factor >= 0)) {
            throw new IllegalArgumentException("error factor " + factor + " is negative");
        }
        if (tileRows < 0 || tileColumns < 0 || (tileRows == 0) != (tileColumns == 0)) {
            throw new IllegalArgumentException("a tile of " + tileRows + " x " + tileColumns);
        }
    }

    /** A bound by element. */
    public static ErrorBound ofElement(double factor) {
        return new ErrorBound(factor, 0, 0);
    }

    /** A bound by tile. */
    public static ErrorBound ofTile(double factor, int tileRows, int tileColumns) {
        if (tileRows < 1) {
            throw new IllegalArgumentException("a tile of " + tileRows + " x " + tileColumns);
        }
        return new ErrorBound(factor, tileRows, tileColumns);
    }

    /** Whether the bound is by tile. */
    public boolean isTiled() {
        return tileRows > 0;
    }

    /** Whether sums are only reordered, so that results are exact where every sum of the data is. */
    public boolean isReordered() {
        return !isTiled() && factor <= 1;
    }
}
