package dev.convbench.nn;

import java.util.function.DoubleSupplier;

/**
 * Gradients by centred differences, (f(x + h) − f(x − h)) / 2h for each element, and the relative error by which the notebook holds
 * computed ones to them.
 */
public final class GradientCheck {
    /** The notebook's step for layers. */
    public static final double STEP = 1e-5;

    /** What relative errors are divided by at least. */
    private static final double FLOOR = 1e-8;

    /** A function of the array that is varied. */
    public interface Layer {
        /**
         * Computes the output.
         *
         * @param y receives it
         */
        void forward(double[] y);
    }

    private GradientCheck() {}

    /**
     * Gradient of a number.
     *
     * @param f computes it from {@code x}
     * @param x is varied element by element, and is as before in the end
     * @param h step
     */
    public static double[] numeric(DoubleSupplier f, double[] x, double h) {
        double[] gradient = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            double value = x[k];
            x[k] = value + h;
            double above = f.getAsDouble();
            x[k] = value - h;
            double below = f.getAsDouble();
            x[k] = value;
            gradient[k] = (above - below) / (2 * h);
        }
        return gradient;
    }

    /**
     * Gradient of ⟨layer(x), dy⟩. Differences are taken of each output before they are summed, which keeps more digits than
     * differences of the sum.
     *
     * @param layer computes the output from {@code x}
     * @param x is varied element by element, and is as before in the end
     * @param dy gradient of the output
     * @param h step
     */
    public static double[] numeric(Layer layer, double[] x, double[] dy, double h) {
        double[] gradient = new double[x.length];
        double[] above = new double[dy.length];
        double[] below = new double[dy.length];
        for (int k = 0; k < x.length; k++) {
            double value = x[k];
            x[k] = value + h;
            layer.forward(above);
            x[k] = value - h;
            layer.forward(below);
            x[k] = value;
            double sum = 0;
            for (int o = 0; o < dy.length; o++) {
                sum += (above[o] - below[o]) * dy[o];
            }
            gradient[k] = sum / (2 * h);
        }
        return gradient;
    }

    /**
     * The notebook's relative error: the largest |a − b| / max(1e-8, |a| + |b|); NaN if any value is.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    public static double relativeError(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("arrays of " + a.length + " and " + b.length + " elements");
        }
        double worst = 0;
        for (int k = 0; k < a.length; k++) {
            worst = Math.max(worst, Math.abs(a[k] - b[k]) / Math.max(FLOOR, Math.abs(a[k]) + Math.abs(b[k])));
        }
        return worst;
    }
}
