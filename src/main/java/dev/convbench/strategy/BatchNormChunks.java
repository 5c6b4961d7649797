package dev.convbench.strategy;

import dev.convbench.op.BatchNormShape;

/**
 * Channels grouped into chunks of batch normalisation: as many as hold about {@link #TARGET} elements, so that a chunk is worth a
 * hand-over to another thread; a large channel is a chunk of its own. Fixed by the shape alone.
 */
public final class BatchNormChunks {
    /** 64 KiB of doubles: some ten microseconds of work. */
    private static final int TARGET = 8192;

    private final int channels;
    private final int perChunk;

    /** The chunks of a shape. */
    public BatchNormChunks(BatchNormShape shape) {
        channels = shape.c();
        perChunk = Math.max(1, TARGET / shape.count());
    }

    /** How many there are. */
    public int count() {
        return (channels + perChunk - 1) / perChunk;
    }

    /** First channel of a chunk. */
    public int begin(int chunk) {
        return chunk * perChunk;
    }

    /** The channel after its last. */
    public int end(int chunk) {
        return Math.min(channels, (chunk + 1) * perChunk);
    }
}
