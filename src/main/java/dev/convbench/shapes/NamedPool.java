package dev.convbench.shapes;

import dev.convbench.op.PoolShape;

/**
 * A pooling and what it is called.
 *
 * @param name {@code network:layer}, or the canonical descriptor of a shape that has no name
 * @param shape sizes
 */
public record NamedPool(String name, PoolShape shape) {}
