package dev.convbench.check;

import dev.convbench.op.Pass;

/**
 * What checking one pass of one strategy on one shape gave.
 *
 * @param strategy name
 * @param shape canonical descriptor
 * @param pass the pass
 * @param seed of the data
 * @param comparison worst errors over all calls, and the element to look at
 * @param element name and coordinates of that element, for example {@code y[0, 1, 2, 3]}; empty if nothing was compared
 * @param problem what is wrong, in one sentence; empty if nothing is
 * @param reproducer the command that repeats this check
 */
public record CheckResult(
        String strategy,
        String shape,
        Pass pass,
        long seed,
        Comparison comparison,
        String element,
        String problem,
        String reproducer) {
    /** Whether the strategy passed. */
    public boolean ok() {
        return problem.isEmpty();
    }

    /**
     * Throws if the strategy did not pass.
     *
     * @throws AssertionError with the problem and the command that repeats the check
     */
    public void requireOk() {
        if (!ok()) {
            throw new AssertionError(this);
        }
    }

    /** One line: what passed, or what is wrong and how to see it again. */
    @Override
    public String toString() {
        String subject = strategy + " " + pass.text() + " " + shape;
        return ok() ? subject + ": ok" : subject + ": " + problem + "; repeat with: " + reproducer;
    }
}
