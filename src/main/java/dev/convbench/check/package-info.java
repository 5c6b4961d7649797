/**
 * What holds a strategy to the reference, shared by tests, {@code verify} and every benchmark trial: seeded data, expected
 * values with their error bounds, comparisons and the cases that go through them.
 */
package dev.convbench.check;
