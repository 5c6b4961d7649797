package dev.convbench.nn;

import java.util.List;

/**
 * Adam (Kingma and Ba, 2015): m = beta1·m + (1 − beta1)·dw; v = beta2·v + (1 − beta2)·dw²; w −= rate·m' / (√v' + epsilon) with
 * m' = m / (1 − beta1ᵗ) and v' = v / (1 − beta2ᵗ), t being the number of the update.
 *
 * @param learningRate rate
 * @param beta1 share of the mean gradient that stays
 * @param beta2 share of the mean square that stays
 * @param epsilon keeps the divisor from 0
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon) implements UpdateRule {
    /** Rate 1e-3, beta1 0.9, beta2 0.999, epsilon 1e-8. */
    public static final Adam DEFAULT = new Adam(1e-3, 0.9, 0.999, 1e-8);

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public List<String> slots() {
        return List.of("m", "v");
    }

    @Override
    public void update(double[] w, double[] dw, double[][] slots, double rate, long updates, int from, int to) {
        double step = rate / (1 - StrictMath.pow(beta1, updates));
        double unbias = 1 / (1 - StrictMath.pow(beta2, updates));
        update(w, dw, slots[0], slots[1], step, unbias, from, to);
    }

    private void update(
            double[] w, double[] dw, double[] mean, double[] square, double step, double unbias, int from, int to) {
        double stays1 = beta1;
        double comes1 = 1 - beta1;
        double stays2 = beta2;
        double comes2 = 1 - beta2;
        double outside = epsilon;
        for (int k = from; k < to; k++) {
            double gradient = dw[k];
            double m = stays1 * mean[k] + comes1 * gradient;
            double v = stays2 * square[k] + comes2 * (gradient * gradient);
            mean[k] = m;
            square[k] = v;
            w[k] -= step * m / (Math.sqrt(v * unbias) + outside);
        }
    }
}
