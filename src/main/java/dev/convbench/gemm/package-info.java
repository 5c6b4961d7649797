/** Packing, blocking and microkernels of matrix products: what im2col and the vector strategies are built on. */
package dev.convbench.gemm;
