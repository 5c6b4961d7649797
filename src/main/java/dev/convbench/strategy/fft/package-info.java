/** Convolution by discrete Fourier transforms of tiles: for large kernels. */
package dev.convbench.strategy.fft;
