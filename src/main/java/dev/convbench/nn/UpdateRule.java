package dev.convbench.nn;

import java.util.List;
import java.util.Locale;

/**
 * How parameters follow their gradients, element by element. Immutable: what a rule remembers of each parameter lies in
 * <em>slots</em>, arrays that {@link Optimiser} keeps.
 */
public interface UpdateRule {
    /** The names that {@link #named} knows. */
    List<String> NAMES = List.of("sgd", "momentum", "rmsprop", "adam");

    /**
     * A rule with its usual settings.
     *
     * @param name one of {@link #NAMES}; {@code sgd_momentum} means momentum, as in the notebook
     * @throws IllegalArgumentException if there is no such rule
     */
    static UpdateRule named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "sgd" -> Sgd.DEFAULT;
            case "momentum", "sgd_momentum" -> Momentum.DEFAULT;
            case "rmsprop" -> RmsProp.DEFAULT;
            case "adam" -> Adam.DEFAULT;
            default ->
                throw new IllegalArgumentException(
                        "no update rule is called '" + name + "'; there are " + String.join(", ", NAMES));
        };
    }

    /** The name, as in {@link #NAMES}. */
    String name();

    /** The learning rate unless another is given. */
    double learningRate();

    /** Names of the arrays that the rule remembers for each parameter; they start with zeros. */
    List<String> slots();

    /**
     * Changes w[from … to − 1] and the slots.
     *
     * @param w parameter
     * @param dw its gradient
     * @param slots what is remembered of it, in the order of {@link #slots()}
     * @param rate learning rate
     * @param updates which update this is, from 1
     * @param from first element
     * @param to behind the last
     */
    void update(double[] w, double[] dw, double[][] slots, double rate, long updates, int from, int to);
}
