package dev.convbench.strategy.naive;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;

/** db[o] = Σ_{n,i,j} dy[n,o,i,j]. A chunk is one output channel. */
final class NaiveBackwardBias implements ConvKernel {
    private final ConvShape shape;

    NaiveBackwardBias(ConvShape shape) {
        this.shape = shape;
    }

    @Override
    public int chunks(int phase) {
        return shape.oc();
    }

    @Override
    public void run(int phase, int oc, ConvScratch scratch, int lane) {
        int pixels = shape.oh() * shape.ow();
        double sum = 0;
        for (int n = 0; n < shape.mb(); n++) {
            for (int p = 0; p < pixels; p++) {
                sum += scratch.dy[(n * shape.oc() + oc) * pixels + p];
            }
        }
        scratch.db[oc] = sum;
    }
}
