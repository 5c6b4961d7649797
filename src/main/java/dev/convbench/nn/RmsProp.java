package dev.convbench.nn;

import java.util.List;

/**
 * RMSProp (Tieleman and Hinton, 2012): cache = decay·cache + (1 − decay)·dw²; w −= rate·dw / √(cache + epsilon). The
 * notebook has epsilon inside the root; most libraries have it outside.
 *
 * @param learningRate rate
 * @param decay share of the cache that stays
 * @param epsilon keeps the divisor from 0
 */
public record RmsProp(double learningRate, double decay, double epsilon) implements UpdateRule {
    /** Rate 1e-2, decay 0.99, epsilon 1e-8. */
    public static final RmsProp DEFAULT = new RmsProp(1e-2, 0.99, 1e-8);

    @Override
    public String name() {
        return "rmsprop";
    }

    @Override
    public List<String> slots() {
        return List.of("cache");
    }

    @Override
    public void update(double[] w, double[] dw, double[][] slots, double rate, long updates, int from, int to) {
        double[] cache = slots[0];
        double stays = decay;
        double comes = 1 - decay;
        double inside = epsilon;
        for (int k = from; k < to; k++) {
            double gradient = dw[k];
            double square = stays * cache[k] + comes * (gradient * gradient);
            cache[k] = square;
            w[k] -= rate * gradient / Math.sqrt(square + inside);
        }
    }
}
