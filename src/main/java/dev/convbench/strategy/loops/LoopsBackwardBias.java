package dev.convbench.strategy.loops;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;

/** db[o] = Σ dy[·,o,·,·] in four interleaved sums, so that additions overlap. A chunk is one output channel. */
final class LoopsBackwardBias implements ConvKernel {
    private final ConvShape shape;

    LoopsBackwardBias(ConvShape shape) {
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
            sum += sum(scratch.dy, (n * shape.oc() + oc) * pixels, pixels);
        }
        scratch.db[oc] = sum;
    }

    private static double sum(double[] dy, int from, int length) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int p = 0;
        for (; p < length - 3; p += 4) {
            sum0 += dy[from + p];
            sum1 += dy[from + p + 1];
            sum2 += dy[from + p + 2];
            sum3 += dy[from + p + 3];
        }
        for (; p < length; p++) {
            sum0 += dy[from + p];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
