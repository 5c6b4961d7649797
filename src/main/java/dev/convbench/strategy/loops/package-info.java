/**
 * Loops reordered for the JIT: pixels innermost and unit-stride, output channels and taps blocked round them.
 *
 * <p>Padding and strides are removed first: each input plane is copied, de-interleaved by stride, into {@link
 * dev.convbench.strategy.PhasePlanes phase planes}, on which every tap of the kernel is one constant offset and a
 * whole output plane is one run. The superword pass of C2 then vectorises the innermost loop.
 */
package dev.convbench.strategy.loops;
