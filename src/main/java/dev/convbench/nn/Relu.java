package dev.convbench.nn;

import dev.convbench.op.ChunkRunner;

/**
 * y = max(0, x) element by element. NaN stays NaN, and lets the gradient through; at 0 the gradient is 0.
 *
 * <p>The gradient can be taken from y as well as from x, since y ≤ 0 just where x ≤ 0; so x need not be kept.
 */
public final class Relu implements ChunkRunner.Chunks {
    /** Elements of a chunk: 128 KiB of doubles, some ten microseconds. */
    private static final int BLOCK = 1 << 14;

    private final int length;
    private final ChunkRunner runner;

    private double[] source;
    private double[] gradient;
    private double[] target;

    /**
     * A layer.
     *
     * @param length number of elements
     * @param runner who works
     */
    public Relu(int length, ChunkRunner runner) {
        this.length = Checks.positive(length, "length");
        this.runner = runner;
    }

    /**
     * y = max(0, x); y may be x itself.
     *
     * @throws IllegalArgumentException for an array of the wrong length
     */
    public void forward(double[] x, double[] y) {
        Checks.length(x, length, "x");
        Checks.length(y, length, "y");
        run(x, null, y);
    }

    /**
     * dx = dy where y &gt; 0, else 0.
     *
     * @param y what {@link #forward} gave, or the x that it was given
     * @throws IllegalArgumentException for an array of the wrong length, or dx being an input
     */
    public void backward(double[] y, double[] dy, double[] dx) {
        Checks.length(y, length, "y");
        Checks.length(dy, length, "dy");
        Checks.output(dx, length, "dx", y, dy);
        run(y, dy, dx);
    }

    private void run(double[] from, double[] dy, double[] to) {
        source = from;
        gradient = dy;
        target = to;
        runner.run(this, (length - 1) / BLOCK + 1, length);
        source = null;
        gradient = null;
        target = null;
    }

    @Override
    public void run(int chunk, int lane) {
        int from = chunk * BLOCK;
        int to = Math.min(length, from + BLOCK);
        if (gradient == null) {
            rectify(source, target, from, to);
        } else {
            mask(source, gradient, target, from, to);
        }
    }

    private static void rectify(double[] x, double[] y, int from, int to) {
        for (int k = from; k < to; k++) {
            y[k] = Math.max(0, x[k]);
        }
    }

    private static void mask(double[] y, double[] dy, double[] dx, int from, int to) {
        for (int k = from; k < to; k++) {
            dx[k] = y[k] <= 0 ? 0 : dy[k];
        }
    }
}
