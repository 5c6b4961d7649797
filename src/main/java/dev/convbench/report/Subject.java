package dev.convbench.report;

import dev.convbench.results.RunReport;

/**
 * A run that is reported.
 *
 * @param name how it is called on the page
 * @param report what is said about it
 */
public record Subject(String name, RunReport report) {}
