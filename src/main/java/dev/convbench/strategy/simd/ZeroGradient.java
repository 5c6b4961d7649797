package dev.convbench.strategy.simd;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import java.util.Arrays;

/** The input gradient of a convolution whose every tap falls on padding or between the pixels it strides over: zeros. */
final class ZeroGradient implements ConvKernel {
    private final ConvShape shape;

    ZeroGradient(ConvShape shape) {
        this.shape = shape;
    }

    @Override
    public int chunks(int phase) {
        return shape.mb();
    }

    @Override
    public void run(int phase, int chunk, ConvScratch s, int lane) {
        int image = shape.xLength() / shape.mb();
        Arrays.fill(s.dx, chunk * image, (chunk + 1) * image, 0);
    }
}
