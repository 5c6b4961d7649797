/**
 * Lowering: windows become columns of a matrix, convolution a matrix product, and gradients are scattered back by the
 * adjoint of the lowering (col2im). Pooling reduces the columns instead.
 */
package dev.convbench.strategy.im2col;
