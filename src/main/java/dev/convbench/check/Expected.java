package dev.convbench.check;

/** What the reference says about the output of one pass on given inputs. Computed once, compared often. */
public interface Expected {
    /**
     * Holds an output to the reference, within the {@link Bound} of the precision of the inputs.
     *
     * @param actual what the plan under test wrote, as doubles
     * @param errorFactor c, from the plan under test
     */
    Comparison compare(double[] actual, double errorFactor);

    /** Demands equal values: for algorithms that only reorder sums, on inputs whose sums are exact. */
    Comparison compareExactly(double[] actual);
}
