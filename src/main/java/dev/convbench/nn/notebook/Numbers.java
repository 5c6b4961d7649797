package dev.convbench.nn.notebook;

import dev.convbench.nn.SplitMix;

/** Arrays as the notebook makes and measures them. */
final class Numbers {
    private Numbers() {}

    /** As NumPy's: {@code count} values, evenly spaced, both ends included. */
    static double[] linspace(double first, double last, int count) {
        double[] values = new double[count];
        double step = (last - first) / (count - 1);
        for (int k = 0; k < count; k++) {
            values[k] = first + k * step;
        }
        values[count - 1] = last;
        return values;
    }

    /** Normal numbers. */
    static double[] normal(SplitMix random, int length, double mean, double deviation) {
        double[] values = new double[length];
        for (int k = 0; k < length; k++) {
            values[k] = mean + deviation * random.nextGaussian();
        }
        return values;
    }

    /** Standard normal numbers. */
    static double[] normal(SplitMix random, int length) {
        return normal(random, length, 0, 1);
    }

    /** The largest |a − b|. */
    static double largestDifference(double[] a, double[] b) {
        double worst = 0;
        for (int k = 0; k < a.length; k++) {
            worst = Math.max(worst, Math.abs(a[k] - b[k]));
        }
        return worst;
    }

    /** The largest |a − b| / max(1, |b|). */
    static double scaledDifference(double[] a, double[] b) {
        double worst = 0;
        for (int k = 0; k < a.length; k++) {
            worst = Math.max(worst, Math.abs(a[k] - b[k]) / Math.max(1, Math.abs(b[k])));
        }
        return worst;
    }

    /** Mean of each channel of x (n, c, pixels). */
    static double[] means(double[] x, int n, int c, int pixels) {
        double[] means = new double[c];
        for (int at = 0; at < x.length; at++) {
            means[at / pixels % c] += x[at];
        }
        for (int channel = 0; channel < c; channel++) {
            means[channel] /= (double) n * pixels;
        }
        return means;
    }

    /** Standard deviation of each channel of x (n, c, pixels). */
    static double[] deviations(double[] x, int n, int c, int pixels) {
        double[] means = means(x, n, c, pixels);
        double[] deviations = new double[c];
        for (int at = 0; at < x.length; at++) {
            double difference = x[at] - means[at / pixels % c];
            deviations[at / pixels % c] += difference * difference;
        }
        for (int channel = 0; channel < c; channel++) {
            deviations[channel] = Math.sqrt(deviations[channel] / ((double) n * pixels));
        }
        return deviations;
    }
}
