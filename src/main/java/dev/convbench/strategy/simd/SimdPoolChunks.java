package dev.convbench.strategy.simd;

import dev.convbench.op.PoolShape;

/**
 * Planes grouped into chunks: as many as hold about {@link #TARGET} input pixels, so that a chunk of tiny planes is worth
 * a hand-over to another thread; a large plane is a chunk of its own. Fixed by the shape alone.
 */
final class SimdPoolChunks {
    /** 64 KiB of doubles: some microseconds of work, and within every L2 cache. */
    static final int TARGET = 8192;

    private final int planes;
    private final int perChunk;

    SimdPoolChunks(PoolShape shape) {
        planes = shape.mb() * shape.c();
        perChunk = Math.max(1, TARGET / (shape.ih() * shape.iw()));
    }

    int count() {
        return (planes + perChunk - 1) / perChunk;
    }

    /** First plane of a chunk. */
    int begin(int chunk) {
        return chunk * perChunk;
    }

    /** The plane after its last. */
    int end(int chunk) {
        return Math.min(planes, (chunk + 1) * perChunk);
    }
}
