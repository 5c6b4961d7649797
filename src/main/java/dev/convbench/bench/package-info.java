/**
 * The JMH benchmarks. Each class asks one question and has one method of one line; what it measures is prepared, rotated and
 * checked by its state.
 */
package dev.convbench.bench;
