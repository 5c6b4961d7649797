package dev.convbench.nn.notebook;

/**
 * How fast one strategy is beside the naive one: a rough figure of a few runs, for the notebook's comparison.
 *
 * @param operation what was timed
 * @param strategy who
 * @param millis middle time of a run
 * @param speedUp how many times faster than the naive strategy
 * @param error largest difference from the naive result, |a − b| / max(1, |b|)
 */
public record Timing(String operation, String strategy, double millis, double speedUp, double error) {}
