/**
 * How fast each benchmark was over time, on one kind of machine: files of lines that only grow, series of measurements, and the places
 * where their level changed. Knows nothing of how runs are measured.
 */
package dev.convbench.results.history;
