/**
 * Measures two sides against each other: which fork comes when, the processes that run them, and the file that keeps what they
 * gave. What it means is decided in {@code results.gate}.
 */
package dev.convbench.gate;
