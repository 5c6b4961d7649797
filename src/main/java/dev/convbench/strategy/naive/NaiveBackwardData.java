package dev.convbench.strategy.naive;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import java.util.Arrays;

/**
 * dx[n,c,·,·] = Σ dy[n,o,i,j] · w[o,c,r,s] over all (o,i,j,r,s) whose tap reads that pixel: every term of the forward
 * pass sent back to where it came from. A chunk is one image.
 */
final class NaiveBackwardData implements ConvKernel {
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

    NaiveBackwardData(ConvShape shape) {
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
        int image = ic * ih * iw;
        Arrays.fill(scratch.dx, n * image, (n + 1) * image, 0);
        for (int o = 0; o < oc; o++) {
            for (int i = 0; i < oh; i++) {
                for (int j = 0; j < ow; j++) {
                    double gradient = scratch.dy[((n * oc + o) * oh + i) * ow + j];
                    spread(gradient, scratch.w, scratch.dx, n, o, i, j);
                }
            }
        }
    }

    private void spread(double gradient, double[] w, double[] dx, int n, int o, int i, int j) {
        int firstChannel = o / ocPerGroup * icPerGroup;
        for (int c = 0; c < icPerGroup; c++) {
            for (int r = 0; r < kh; r++) {
                for (int s = 0; s < kw; s++) {
                    int row = i * sh - padTop + r * dh;
                    int column = j * sw - padLeft + s * dw;
                    if (row >= 0 && row < ih && column >= 0 && column < iw) {
                        int plane = n * ic + firstChannel + c;
                        dx[(plane * ih + row) * iw + column] += gradient * w[((o * icPerGroup + c) * kh + r) * kw + s];
                    }
                }
            }
        }
    }
}
