/** Fork/join over the chunks of any other strategy. */
package dev.convbench.strategy.parallel;
