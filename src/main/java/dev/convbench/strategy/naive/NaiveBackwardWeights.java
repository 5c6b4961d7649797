package dev.convbench.strategy.naive;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;

/**
 * dw[o,c,r,s] = Σ_{n,i,j} dy[n,o,i,j] · x[n, c, i·sh − padTop + r·dh, j·sw − padLeft + s·dw], pixels outside the input
 * being zero. A chunk is one output channel.
 */
final class NaiveBackwardWeights implements ConvKernel {
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

    NaiveBackwardWeights(ConvShape shape) {
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
        return oc;
    }

    @Override
    public void run(int phase, int o, ConvScratch scratch, int lane) {
        for (int c = 0; c < icPerGroup; c++) {
            for (int r = 0; r < kh; r++) {
                for (int s = 0; s < kw; s++) {
                    scratch.dw[((o * icPerGroup + c) * kh + r) * kw + s] = contract(scratch.x, scratch.dy, o, c, r, s);
                }
            }
        }
    }

    private double contract(double[] x, double[] dy, int o, int c, int r, int s) {
        int channel = o / ocPerGroup * icPerGroup + c;
        double sum = 0;
        for (int n = 0; n < mb; n++) {
            for (int i = 0; i < oh; i++) {
                for (int j = 0; j < ow; j++) {
                    int row = i * sh - padTop + r * dh;
                    int column = j * sw - padLeft + s * dw;
                    if (row >= 0 && row < ih && column >= 0 && column < iw) {
                        sum += dy[((n * oc + o) * oh + i) * ow + j] * x[((n * ic + channel) * ih + row) * iw + column];
                    }
                }
            }
        }
        return sum;
    }
}
