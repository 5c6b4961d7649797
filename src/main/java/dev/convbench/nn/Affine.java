package dev.convbench.nn;

import dev.convbench.op.ChunkRunner;
import java.util.Arrays;

/**
 * y = x·w + b with x (n, d), w (d, m), b (m), y (n, m). Images are rows of x as they lie in memory, in the order (channel,
 * row, column).
 */
public final class Affine {
    private final int n;
    private final int d;
    private final int m;
    private final MatrixProduct forward;
    private final MatrixProduct backwardData;
    private final MatrixProduct backwardWeights;

    /**
     * A layer for one batch size.
     *
     * @param n rows of x: images
     * @param d columns of x: inputs of a unit
     * @param m columns of y: units
     * @param runner who works, see {@link dev.convbench.op.Strategy#runner}
     */
    public Affine(int n, int d, int m, ChunkRunner runner) {
        this.n = Checks.positive(n, "n");
        this.d = Checks.positive(d, "d");
        this.m = Checks.positive(m, "m");
        forward = new MatrixProduct(n, m, d, false, false, runner);
        backwardData = new MatrixProduct(n, d, m, false, true, runner);
        backwardWeights = new MatrixProduct(d, m, n, true, false, runner);
    }

    /**
     * y = x·w + b.
     *
     * @throws IllegalArgumentException for an array of the wrong length, or y being an input
     */
    public void forward(double[] x, double[] w, double[] b, double[] y) {
        checkInputs(x, w);
        Checks.length(b, m, "b");
        Checks.output(y, n * m, "y", x, w, b);
        forward.run(x, w, y);
        for (int row = 0; row < n; row++) {
            for (int unit = 0; unit < m; unit++) {
                y[row * m + unit] += b[unit];
            }
        }
    }

    /**
     * dx = dy·wᵀ, dw = xᵀ·dy, db = dy summed over images.
     *
     * @param dx null if not wanted
     * @throws IllegalArgumentException for an array of the wrong length, or an output being an input
     */
    public void backward(double[] x, double[] w, double[] dy, double[] dx, double[] dw, double[] db) {
        checkInputs(x, w);
        Checks.length(dy, n * m, "dy");
        Checks.output(dw, d * m, "dw", x, w, dy);
        Checks.output(db, m, "db", x, w, dy);
        if (dx != null) {
            Checks.output(dx, n * d, "dx", x, w, dy);
            backwardData.run(dy, w, dx);
        }
        backwardWeights.run(x, dy, dw);
        Arrays.fill(db, 0);
        for (int row = 0; row < n; row++) {
            for (int unit = 0; unit < m; unit++) {
                db[unit] += dy[row * m + unit];
            }
        }
    }

    private void checkInputs(double[] x, double[] w) {
        Checks.length(x, n * d, "x");
        Checks.length(w, d * m, "w");
    }
}
