package dev.convbench.strategy.naive;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;

/**
 * y[n,o,i,j] = b[o] + Σ_{c,r,s} x[n, c, i·sh − padTop + r·dh, j·sw − padLeft + s·dw] · w[o,c,r,s], pixels outside the
 * input being zero. A chunk is one image.
 */
final class NaiveForward implements ConvKernel {
    private final ConvShape shape;

    NaiveForward(ConvShape shape) {
        this.shape = shape;
    }

    @Override
    public int chunks(int phase) {
        return shape.mb();
    }

    @Override
    public void run(int phase, int n, ConvScratch scratch, int lane) {
        int oh = shape.oh();
        int ow = shape.ow();
        for (int oc = 0; oc < shape.oc(); oc++) {
            for (int i = 0; i < oh; i++) {
                for (int j = 0; j < ow; j++) {
                    double sum = contract(scratch.x, scratch.w, n, oc, i, j);
                    double bias = scratch.b == null ? 0 : scratch.b[oc];
                    scratch.y[((n * shape.oc() + oc) * oh + i) * ow + j] = sum + bias;
                }
            }
        }
    }

    private double contract(double[] x, double[] w, int n, int oc, int i, int j) {
        int firstChannel = oc / shape.ocPerGroup() * shape.icPerGroup();
        double sum = 0;
        for (int c = 0; c < shape.icPerGroup(); c++) {
            for (int r = 0; r < shape.kh(); r++) {
                for (int s = 0; s < shape.kw(); s++) {
                    int row = i * shape.sh() - shape.padTop() + r * shape.dh();
                    int column = j * shape.sw() - shape.padLeft() + s * shape.dw();
                    if (row >= 0 && row < shape.ih() && column >= 0 && column < shape.iw()) {
                        int plane = n * shape.ic() + firstChannel + c;
                        sum += x[(plane * shape.ih() + row) * shape.iw() + column]
                                * w[((oc * shape.icPerGroup() + c) * shape.kh() + r) * shape.kw() + s];
                    }
                }
            }
        }
        return sum;
    }
}
