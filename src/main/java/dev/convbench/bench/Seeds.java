package dev.convbench.bench;

/** Seeds of the benchmarks' data. The same in every fork, so that all forks measure the same numbers. */
final class Seeds {
    private static final long BASE = 20251L;

    private Seeds() {}

    /** The seed of the data set with that number. */
    static long of(int set) {
        return BASE + set;
    }
}
