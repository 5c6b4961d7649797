package dev.convbench.shapes;

import dev.convbench.op.ConvShape;

/**
 * A convolution and what it is called.
 *
 * @param name {@code network:layer}, or the canonical descriptor of a shape that has no name
 * @param shape sizes
 * @param count how many layers of the network have this shape, at least 1
 */
public record NamedConv(String name, ConvShape shape, int count) {}
