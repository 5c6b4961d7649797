package dev.convbench.strategy.strided;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;

/**
 * db = dy summed over a view with the channel fixed: images are oc·oh·ow apart. Images go in pairs, with a sum for each. A
 * chunk is one output channel.
 */
final class StridedBackwardBias implements ConvKernel {
    private final ConvShape shape;

    StridedBackwardBias(ConvShape shape) {
        this.shape = shape;
    }

    @Override
    public int chunks(int phase) {
        return shape.oc();
    }

    @Override
    public void run(int phase, int oc, ConvScratch scratch, int lane) {
        int pixels = shape.oh() * shape.ow();
        int image = shape.oc() * pixels;
        double even = 0;
        double odd = 0;
        int at = oc * pixels;
        int n = 0;
        for (; n + 1 < shape.mb(); n += 2) {
            for (int p = at; p < at + pixels; p++) {
                even += scratch.dy[p];
                odd += scratch.dy[p + image];
            }
            at += 2 * image;
        }
        if (n < shape.mb()) {
            for (int p = at; p < at + pixels; p++) {
                even += scratch.dy[p];
            }
        }
        scratch.db[oc] = even + odd;
    }
}
