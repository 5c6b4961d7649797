package dev.convbench.results;

/**
 * A combination that was asked for and not measured.
 *
 * @param what the benchmark and its parameters
 * @param reason why, as one phrase
 */
public record Skipped(String what, String reason) {}
