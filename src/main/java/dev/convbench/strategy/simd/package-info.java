/**
 * Vector API strategies: direct and implicit-GEMM convolution, depthwise convolution and pooling. Species come from {@link
 * dev.convbench.simd.Species}; nothing here is loaded unless the module is usable.
 */
package dev.convbench.strategy.simd;
