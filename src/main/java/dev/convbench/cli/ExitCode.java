package dev.convbench.cli;

/** What the exit codes mean. */
final class ExitCode {
    /** All is well. */
    static final int OK = 0;
    /** A run or a check failed. */
    static final int FAILED = 1;
    /** Wrong usage, no match, an unknown value or unreadable input. */
    static final int USAGE = 2;
    /** Runs that cannot be compared or merged: other machines, JDKs, flags. */
    static final int NOT_COMPARABLE = 4;
    /** Interrupted; data is kept. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
