package dev.convbench.results.stats;

/**
 * An interval of a log ratio.
 *
 * @param low lower end
 * @param high upper end
 */
public record Interval(double low, double high) {
    /** Nothing is known. */
    public static final Interval UNKNOWN = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Whether both ends are known. */
    public boolean isKnown() {
        return Double.isFinite(low) && Double.isFinite(high);
    }

    /** Whether a log ratio lies in it. */
    public boolean contains(double logRatio) {
        return low <= logRatio && logRatio <= high;
    }
}
