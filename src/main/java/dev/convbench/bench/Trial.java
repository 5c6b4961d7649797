package dev.convbench.bench;

import dev.convbench.check.Comparison;

/**
 * One operation measured on several sets of arrays in turn, and checked before the first timed call and after the last.
 *
 * <p>Turns make sure that nothing can be kept from call to call: neither a result nor a branch history fits the next call's
 * numbers.
 */
abstract class Trial {
    /** How many sets of arrays take turns. */
    static final int SETS = 2;

    private final String subject;
    private final TrialFigures figures = TrialFigures.open();
    private final boolean[] written = new boolean[SETS];
    private int next;

    /**
     * A trial.
     *
     * @param subject what is measured, for messages
     */
    Trial(String subject) {
        this.subject = subject;
    }

    /** Carries out the operation on one set. */
    abstract void call(int set);

    /** The output array of a set. */
    abstract Object output(int set);

    /** Holds the outputs of a set to the reference. */
    abstract Comparison compare(int set);

    /** Overwrites the outputs of a set with what no call gives. */
    abstract void spoil(int set);

    /** Carries out the operation on the set whose turn it is, and gives its output. */
    final Object run() {
        int set = next;
        next = set + 1 == SETS ? 0 : set + 1;
        call(set);
        written[set] = true;
        return output(set);
    }

    /**
     * Carries out and checks the operation on every set.
     *
     * @throws IllegalStateException if a result is wrong
     */
    final void checkBefore() {
        boolean passed = false;
        try {
            spoilAll();
            for (int set = 0; set < SETS; set++) {
                run();
            }
            checkWritten("before timing");
            passed = true;
        } finally {
            if (!passed) {
                figures.discard();
            }
        }
    }

    /** Overwrites all outputs, so that a later check sees only what calls after this one wrote. */
    final void spoilAll() {
        for (int set = 0; set < SETS; set++) {
            spoil(set);
            written[set] = false;
        }
    }

    /**
     * Checks what the calls since the last {@link #spoilAll} wrote, and ends the trial.
     *
     * @throws IllegalStateException if a result is wrong, or if there was no call
     */
    final void checkAfter() {
        try {
            checkWritten("after the last timed call");
        } finally {
            figures.end();
        }
    }

    private void checkWritten(String moment) {
        boolean any = false;
        for (int set = 0; set < SETS; set++) {
            if (written[set]) {
                check(set, moment);
                any = true;
            }
        }
        if (!any) {
            throw new IllegalStateException(subject + ": there is no result to check " + moment);
        }
    }

    private void check(int set, String moment) {
        Comparison comparison = compare(set);
        figures.error(comparison.worstRelative());
        if (!comparison.ok()) {
            throw new IllegalStateException(subject + " is wrong " + moment + ": " + comparison.misses() + " of "
                    + comparison.elements() + " compared elements of set " + set + "; element " + comparison.index()
                    + " is " + comparison.actual() + ", must be " + comparison.expected() + " within "
                    + comparison.allowed());
        }
    }
}
