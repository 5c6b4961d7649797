package dev.convbench.conformance;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;

/** A forward kernel of one phase, the very last element of whose output is wrong by one part in a million. */
final class FaultyForward implements ConvKernel {
    private final ConvShape shape;
    private final ConvKernel inner;

    FaultyForward(ConvShape shape, ConvKernel inner) {
        this.shape = shape;
        this.inner = inner;
    }

    @Override
    public int chunks(int phase) {
        return inner.chunks(phase);
    }

    @Override
    public void run(int phase, int chunk, ConvScratch scratch, int lane) {
        inner.run(phase, chunk, scratch, lane);
        if (chunk == chunks(phase) - 1) {
            int last = shape.yLength() - 1;
            scratch.y[last] = scratch.y[last] * (1 + 1e-6) + 1e-6;
        }
    }
}
