/**
 * What the benchmarks of layers call. The build writes float twins of these classes, as it does of the layers; the trials in
 * {@code bench} hold both to the double reference.
 */
package dev.convbench.bench.layer;
