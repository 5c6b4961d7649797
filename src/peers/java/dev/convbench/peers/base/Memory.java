package dev.convbench.peers.base;

import dev.convbench.op.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory outside the heap, aligned as vector instructions like it. */
public final class Memory {
    private static final int CACHE_LINE = 64;

    private Memory() {}

    /**
     * Zeros.
     *
     * @throws ArithmeticException if a buffer cannot be so long
     */
    public static ByteBuffer of(int elements, Precision precision) {
        // The slice ends at a multiple of the line as well as it begins at one.
        int bytes = Math.addExact(Math.multiplyExact(elements, precision.bytes()), 2 * CACHE_LINE);
        ByteBuffer aligned = ByteBuffer.allocateDirect(bytes).alignedSlice(CACHE_LINE);
        return aligned.limit(elements * precision.bytes()).slice().order(ByteOrder.nativeOrder());
    }
}
