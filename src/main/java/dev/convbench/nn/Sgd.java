package dev.convbench.nn;

import java.util.List;

/**
 * Gradient descent: w −= rate·dw.
 *
 * @param learningRate rate
 */
public record Sgd(double learningRate) implements UpdateRule {
    /** Rate 1e-2. */
    public static final Sgd DEFAULT = new Sgd(1e-2);

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public List<String> slots() {
        return List.of();
    }

    @Override
    public void update(double[] w, double[] dw, double[][] slots, double rate, long updates, int from, int to) {
        for (int k = from; k < to; k++) {
            w[k] -= rate * dw[k];
        }
    }
}
