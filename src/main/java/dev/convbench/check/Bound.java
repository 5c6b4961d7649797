package dev.convbench.check;

import dev.convbench.op.Precision;

/**
 * What the difference between a computed and an expected value may be.
 *
 * @param factor allowed for each unit of Σ|terms|; 0 demands equality
 * @param tolerance allowed besides for each unit of max(1, |e|); whichever is less counts
 */
record Bound(double factor, double tolerance) {
    /** The error that every element of a double result may have at most: 1e-8 · max(1, |e|). */
    static final double TOLERANCE = 1e-8;

    /** Nothing is allowed. */
    static final Bound EXACT = new Bound(0, TOLERANCE);

    /**
     * The bound of an algorithm with error factor c against the reference, which is always computed in double: c·(K + 1)·u
     * + (K + 1)·u₆₄ times Σ|terms|, u being the unit roundoff of the algorithm and u₆₄ that of double. In double the
     * tolerance holds too; in float the first bound is the only one.
     *
     * @param errorFactor c
     * @param reductionLength K
     * @param scale largest product of inputs, at least 1: the tolerance is one of inputs in [−1, 1] and grows with them
     */
    static Bound of(double errorFactor, double reductionLength, Precision precision, double scale) {
        double units = errorFactor * precision.unitRoundoff() + Precision.F64.unitRoundoff();
        double tolerance = precision == Precision.F64 ? TOLERANCE * Math.max(1, scale) : Double.POSITIVE_INFINITY;
        return new Bound(units * (reductionLength + 1), tolerance);
    }

    /** As {@link #of(double, double, Precision, double)} of inputs in [−1, 1]. */
    static Bound of(double errorFactor, double reductionLength, Precision precision) {
        return of(errorFactor, reductionLength, precision, 1);
    }

    /** What an element with that expected value and that Σ|terms| is allowed. */
    double allowed(double expected, double magnitude) {
        return factor == 0 ? 0 : Math.min(tolerance * Math.max(1, Math.abs(expected)), factor * magnitude);
    }
}
