/**
 * The interface of the project: shapes, strategies, plans and scratch memory.
 *
 * <p>A {@link dev.convbench.op.Strategy} is a way of computing. Bound to a shape it gives a plan ({@link
 * dev.convbench.op.Convolution}, {@link dev.convbench.op.Pooling}), which is immutable and may be shared; everything a
 * call changes lives in a {@link dev.convbench.op.Scratch}, one per thread.
 *
 * <p>Activations are NCHW, weights OIHW, both flat and row-major. "Convolution" is the cross-correlation of deep
 * learning: the kernel is not flipped.
 */
package dev.convbench.op;
