/** Everything that kernels written with the Vector API share: species, the width override, and the FMA peak kernels. */
package dev.convbench.simd;
