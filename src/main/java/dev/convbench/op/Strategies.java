package dev.convbench.op;

import dev.convbench.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The registry: every strategy of every {@link StrategyProvider} on the class path, highest rank first. */
public final class Strategies {
    /** Name of the reference, which is never optimised. */
    public static final String REFERENCE = "naive";

    private Strategies() {}

    private static final class Holder {
        static final Map<String, Strategy> ALL = load();
    }

    private static Map<String, Strategy> load() {
        List<Strategy> found = new ArrayList<>();
        for (StrategyProvider provider :
                ServiceLoader.load(StrategyProvider.class, Strategies.class.getClassLoader())) {
            found.addAll(provider.strategies());
        }
        return byName(found);
    }

    /** Orders strategies by rank, highest first, and refuses two of one name. */
    static Map<String, Strategy> byName(List<Strategy> strategies) {
        List<Strategy> found = new ArrayList<>(strategies);
        found.sort(Comparator.comparingInt(Strategy::rank).reversed().thenComparing(Strategy::name));
        Map<String, Strategy> byName = new LinkedHashMap<>();
        for (Strategy strategy : found) {
            Strategy other = byName.putIfAbsent(strategy.name(), strategy);
            if (other != null) {
                throw new IllegalStateException("two strategies are called '" + strategy.name() + "': "
                        + other.getClass().getName() + " and "
                        + strategy.getClass().getName());
            }
        }
        return byName;
    }

    /** All strategies, usable here or not, highest rank first; the reference is last. */
    public static List<Strategy> all() {
        return List.copyOf(Holder.ALL.values());
    }

    /** The names of {@link #all()}. */
    public static List<String> names() {
        return List.copyOf(Holder.ALL.keySet());
    }

    /**
     * The strategy of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    public static Strategy named(String name) {
        Strategy strategy = Holder.ALL.get(name);
        if (strategy == null) {
            throw new IllegalArgumentException(
                    "no strategy is called '" + Printable.of(name) + "'; there are " + String.join(", ", names()));
        }
        return strategy;
    }

    /** The reference: the definition, computed in textbook order. */
    public static Strategy reference() {
        return named(REFERENCE);
    }
}
