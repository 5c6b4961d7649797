package dev.convbench.strategy.naive;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;

/**
 * dw[o,c,r,s] = Σ_{n,i,j} dy[n,o,i,j] · x[n, c, i·sh − padTop + r·dh, j·sw − padLeft + s·dw], pixels outside the input
 * being zero. A chunk is one output channel.
 */
final class NaiveBackwardWeights implements ConvKernel {
    private final ConvShape shape;

    NaiveBackwardWeights(ConvShape shape) {
        this.shape = shape;
    }

    @Override
    public int chunks(int phase) {
        return shape.oc();
    }

    @Override
    public void run(int phase, int oc, ConvScratch scratch, int lane) {
        for (int c = 0; c < shape.icPerGroup(); c++) {
            for (int r = 0; r < shape.kh(); r++) {
                for (int s = 0; s < shape.kw(); s++) {
                    scratch.dw[((oc * shape.icPerGroup() + c) * shape.kh() + r) * shape.kw() + s] =
                            contract(scratch.x, scratch.dy, oc, c, r, s);
                }
            }
        }
    }

    private double contract(double[] x, double[] dy, int oc, int c, int r, int s) {
        int channel = oc / shape.ocPerGroup() * shape.icPerGroup() + c;
        int oh = shape.oh();
        int ow = shape.ow();
        double sum = 0;
        for (int n = 0; n < shape.mb(); n++) {
            for (int i = 0; i < oh; i++) {
                for (int j = 0; j < ow; j++) {
                    int row = i * shape.sh() - shape.padTop() + r * shape.dh();
                    int column = j * shape.sw() - shape.padLeft() + s * shape.dw();
                    if (row >= 0 && row < shape.ih() && column >= 0 && column < shape.iw()) {
                        sum += dy[((n * shape.oc() + oc) * oh + i) * ow + j]
                                * x[((n * shape.ic() + channel) * shape.ih() + row) * shape.iw() + column];
                    }
                }
            }
        }
        return sum;
    }
}
