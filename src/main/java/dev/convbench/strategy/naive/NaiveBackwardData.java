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
    private final ConvShape shape;

    NaiveBackwardData(ConvShape shape) {
        this.shape = shape;
    }

    @Override
    public int chunks(int phase) {
        return shape.mb();
    }

    @Override
    public void run(int phase, int n, ConvScratch scratch, int lane) {
        int image = shape.ic() * shape.ih() * shape.iw();
        Arrays.fill(scratch.dx, n * image, (n + 1) * image, 0);
        int oh = shape.oh();
        int ow = shape.ow();
        for (int oc = 0; oc < shape.oc(); oc++) {
            for (int i = 0; i < oh; i++) {
                for (int j = 0; j < ow; j++) {
                    double gradient = scratch.dy[((n * shape.oc() + oc) * oh + i) * ow + j];
                    spread(gradient, scratch.w, scratch.dx, n, oc, i, j);
                }
            }
        }
    }

    private void spread(double gradient, double[] w, double[] dx, int n, int oc, int i, int j) {
        int firstChannel = oc / shape.ocPerGroup() * shape.icPerGroup();
        for (int c = 0; c < shape.icPerGroup(); c++) {
            for (int r = 0; r < shape.kh(); r++) {
                for (int s = 0; s < shape.kw(); s++) {
                    int row = i * shape.sh() - shape.padTop() + r * shape.dh();
                    int column = j * shape.sw() - shape.padLeft() + s * shape.dw();
                    if (row >= 0 && row < shape.ih() && column >= 0 && column < shape.iw()) {
                        int plane = n * shape.ic() + firstChannel + c;
                        dx[(plane * shape.ih() + row) * shape.iw() + column] +=
                                gradient * w[((oc * shape.icPerGroup() + c) * shape.kh() + r) * shape.kw() + s];
                    }
                }
            }
        }
    }
}
