package dev.convbench.nn;

import java.util.List;

/**
 * Gradient descent with momentum: v = momentum·v − rate·dw; w += v.
 *
 * @param learningRate rate
 * @param momentum share of the velocity that stays
 */
public record Momentum(double learningRate, double momentum) implements UpdateRule {
    /** Rate 1e-2, momentum 0.9. */
    public static final Momentum DEFAULT = new Momentum(1e-2, 0.9);

    @Override
    public String name() {
        return "momentum";
    }

    @Override
    public List<String> slots() {
        return List.of("velocity");
    }

    @Override
    public void update(double[] w, double[] dw, double[][] slots, double rate, long updates, int from, int to) {
        double[] velocity = slots[0];
        double stays = momentum;
        for (int k = from; k < to; k++) {
            double v = stays * velocity[k] - rate * dw[k];
            velocity[k] = v;
            w[k] += v;
        }
    }
}
