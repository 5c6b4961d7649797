/**
 * Stride tricks: windows as a six-dimensional view (channel, output row, output column, tap row, tap column, of one image
 * after another) of a single padded copy, or of the input itself where nothing is padded. No pixel is copied twice.
 */
package dev.convbench.strategy.strided;
