package dev.convbench.check;

import dev.convbench.op.ErrorBound;

/** What the reference says about the output of one pass on given inputs. Computed once, compared often. */
public interface Expected {
    /**
     * Holds an output to the reference, within the {@link Bound} of the precision of the inputs.
     *
     * <p>With a bound by tile, elements whose tile reads something that is not finite may be anything if the reference is
     * finite there, and must not be finite if it is not.
     *
     * @param actual what the plan under test wrote, as doubles
     * @param bound of the plan under test
     */
    Comparison compare(double[] actual, ErrorBound bound);

    /** As {@link #compare(double[], ErrorBound)} with a bound by element. */
    default Comparison compare(double[] actual, double errorFactor) {
        return compare(actual, ErrorBound.ofElement(errorFactor));
    }

    /** Demands equal values: for algorithms that only reorder sums, on inputs whose sums are exact. */
    Comparison compareExactly(double[] actual);
}
