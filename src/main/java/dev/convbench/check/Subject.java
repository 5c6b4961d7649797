package dev.convbench.check;

import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.op.Strategy;

/**
 * What a check is about: it words the results.
 *
 * @param strategy the strategy, with its workers
 * @param workers how many it has
 * @param option {@code --conv} or {@code --pool}
 * @param shape canonical descriptor
 * @param pass the pass
 * @param precision element type
 * @param seed of the data
 * @param more further options of the command that repeats the check, each after a space; mostly empty
 */
record Subject(
        Strategy strategy,
        int workers,
        String option,
        String shape,
        Pass pass,
        Precision precision,
        long seed,
        String more) {
    /** The property that chooses the vector width, part of every reproducer where it is set. */
    private static final String VECTOR_BITS = "convbench.vector.bits";

    /** A strategy with a number of workers, which means nothing to a serial one. */
    static Strategy with(Strategy strategy, int workers) {
        return strategy.isParallel() ? strategy.withWorkers(workers) : strategy;
    }

    CheckResult ok(Comparison comparison, String element) {
        return result(comparison, element, "");
    }

    CheckResult wrong(String problem) {
        return result(Comparison.NONE, "", problem);
    }

    CheckResult wrong(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return wrong("threw " + thrown + (trace.length == 0 ? "" : " at " + trace[0]));
    }

    /** The result of a comparison, which decides. */
    CheckResult result(Comparison comparison, String element, String call, boolean exact) {
        if (comparison.ok()) {
            return ok(comparison, element);
        }
        double error = Math.abs(comparison.actual() - comparison.expected());
        String why = exact || comparison.allowed() == 0
                ? "must be exactly equal"
                : "off by " + error + ", allowed " + comparison.allowed();
        return result(
                comparison,
                element,
                element + " is " + comparison.actual() + ", expected " + comparison.expected() + " (" + why + "; "
                        + comparison.misses() + " of " + comparison.elements() + " compared are wrong; " + call + ")");
    }

    private CheckResult result(Comparison comparison, String element, String problem) {
        return new CheckResult(strategy.name(), shape, pass, seed, comparison, element, problem, reproducer());
    }

    String reproducer() {
        String bits = System.getProperty(VECTOR_BITS);
        return "verify --strategy " + strategy.name() + " --pass " + pass.text() + " " + option + " " + shape
                + " --seed " + seed
                + " --precision " + precision.text()
                + more
                + (strategy.isParallel() ? " --workers " + workers : "")
                + (bits == null ? "" : " --vector-bits " + bits);
    }
}
