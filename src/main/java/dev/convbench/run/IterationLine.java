package dev.convbench.run;

/**
 * An iteration: a line of {@code forks.jsonl}, written when the iteration ends.
 *
 * @param type always {@link #TYPE}
 * @param fork number of its fork within the run
 * @param config id of the configuration
 * @param kind {@code warmup} or {@code measurement}
 * @param iteration number within the fork and kind, from 1
 * @param score as JMH reports it; null if it is not finite
 * @param unit unit of the score
 * @param time when it ended: ISO 8601, UTC
 */
record IterationLine(
        String type, int fork, int config, String kind, int iteration, Double score, String unit, String time) {
    /** Value of {@link #type}. */
    static final String TYPE = "iteration";
}
