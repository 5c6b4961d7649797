/** The reference: the definition of each operation in textbook loop order, never optimised, sharing no code. */
package dev.convbench.strategy.naive;
