package dev.convbench.op;

import java.util.List;

/** Brings strategies into the registry; found through {@link java.util.ServiceLoader}. */
public interface StrategyProvider {
    /** The strategies, usable here or not. */
    List<Strategy> strategies();
}
