package dev.convbench.strategy.naive;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;

/**
 * y[n,o,i,j] = b[o] + Σ_{c,r,s} x[n, c, i·sh − padTop + r·dh, j·sw − padLeft + s·dw] · w[o,c,r,s], pixels outside the
 * input being zero. A chunk is one image.
 */
final class NaiveForward implements ConvKernel {
    private final int oc;
    private final int ic;
    private final int ih;
    private final int iw;
    private final int oh;
    private final int ow;
    private final int kh;
    private final int kw;
    private final int sh;
    private final int sw;
    private final int dh;
    private final int dw;
    private final int padTop;
    private final int padLeft;
    private final int icPerGroup;
    private final int ocPerGroup;
    private final int mb;

    NaiveForward(ConvShape shape) {
        oc = shape.oc();
        ic = shape.ic();
        ih = shape.ih();
        iw = shape.iw();
        oh = shape.oh();
        ow = shape.ow();
        kh = shape.kh();
        kw = shape.kw();
        sh = shape.sh();
        sw = shape.sw();
        dh = shape.dh();
        dw = shape.dw();
        padTop = shape.padTop();
        padLeft = shape.padLeft();
        icPerGroup = shape.icPerGroup();
        ocPerGroup = shape.ocPerGroup();
        mb = shape.mb();
    }

    @Override
    public int chunks(int phase) {
        return mb;
    }

    @Override
    public void run(int phase, int n, ConvScratch scratch, int lane) {
        for (int o = 0; o < oc; o++) {
            for (int i = 0; i < oh; i++) {
                for (int j = 0; j < ow; j++) {
                    double sum = contract(scratch.x, scratch.w, n, o, i, j);
                    double bias = scratch.b == null ? 0 : scratch.b[o];
                    scratch.y[((n * oc + o) * oh + i) * ow + j] = sum + bias;
                }
            }
        }
    }

    private double contract(double[] x, double[] w, int n, int o, int i, int j) {
        int firstChannel = o / ocPerGroup * icPerGroup;
        double sum = 0;
        for (int c = 0; c < icPerGroup; c++) {
            for (int r = 0; r < kh; r++) {
                for (int s = 0; s < kw; s++) {
                    int row = i * sh - padTop + r * dh;
                    int column = j * sw - padLeft + s * dw;
                    if (row >= 0 && row < ih && column >= 0 && column < iw) {
                        int plane = n * ic + firstChannel + c;
                        sum += x[(plane * ih + row) * iw + column] * w[((o * icPerGroup + c) * kh + r) * kw + s];
                    }
                }
            }
        }
        return sum;
    }
}
