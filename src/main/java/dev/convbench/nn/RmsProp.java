package dev.convbench.nn;

import java.util.List;

/**
 * RMSProp (Tieleman and Hinton, 2012): cache = decay·cache + (1 − decay)·dw²; w −= rate·dw / √(cache + epsilon), or / (√cache +
 * epsilon). The notebook has epsilon inside the root, most libraries outside.
 *
 * @param learningRate rate
 * @param decay share of the cache that stays
 * @param epsilon keeps the divisor from 0
 * @param outside whether epsilon is added to the root
 */
public record RmsProp(double learningRate, double decay, double epsilon, boolean outside) implements UpdateRule {
    /** The notebook's: rate 1e-2, decay 0.99, epsilon 1e-8 inside the root. */
    public static final RmsProp DEFAULT = new RmsProp(1e-2, 0.99, 1e-8, false);

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
        double inRoot = outside ? 0 : epsilon;
        double onRoot = outside ? epsilon : 0;
        for (int k = from; k < to; k++) {
            double gradient = dw[k];
            double square = stays * cache[k] + comes * (gradient * gradient);
            cache[k] = square;
            w[k] -= rate * gradient / (Math.sqrt(square + inRoot) + onRoot);
        }
    }
}
