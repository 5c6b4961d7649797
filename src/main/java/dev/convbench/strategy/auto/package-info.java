/** The strategy that picks one of the others by shape, pass and precision, and says which and why. */
package dev.convbench.strategy.auto;
