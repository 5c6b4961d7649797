package dev.convbench.results.stats;

/** What a comparison says about one effect. */
public enum Outcome {
    /** Slower, by at least the smallest effect that counts. */
    REGRESSION,
    /** Faster, by at least the smallest effect that counts. */
    IMPROVEMENT,
    /** Not slower and not faster by more than the smallest effect that counts. */
    NO_CHANGE,
    /** The data allow neither claim. */
    INCONCLUSIVE;

    /** Whether something became slower or faster. */
    public boolean isChange() {
        return this == REGRESSION || this == IMPROVEMENT;
    }
}
