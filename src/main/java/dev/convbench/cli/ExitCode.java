package dev.convbench.cli;

/** What the exit codes mean. */
final class ExitCode {
    /** All is well. */
    static final int OK = 0;
    /** A run or a check failed. */
    static final int FAILED = 1;
    /** Wrong usage, no match, an unknown value or unreadable input. */
    static final int USAGE = 2;
    /** A regression. */
    static final int REGRESSION = 3;
    /** Two runs are too unlike to be compared or merged. */
    static final int NOT_COMPARABLE = 4;
    /** The data allow no verdict. */
    static final int INCONCLUSIVE = 5;
    /** Interrupted; data is kept. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
