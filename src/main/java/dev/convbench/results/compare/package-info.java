/**
 * Compares what was measured in two runs, in several, or in one run across a parameter: reads run folders and JMH files,
 * pairs what is alike, refuses what is not, judges all pairs together and lays the answer out.
 */
package dev.convbench.results.compare;
