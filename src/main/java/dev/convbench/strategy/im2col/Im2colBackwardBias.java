package dev.convbench.strategy.im2col;

import dev.convbench.op.ConvKernel;
import dev.convbench.op.ConvScratch;
import dev.convbench.op.ConvShape;
import java.util.Arrays;

/**
 * db = dY · 1, the row sums of the gradient matrix: the rows of all images are added to a row in the lane's memory first,
 * which vectorises where a sum does not, and that row is added up at the end. A chunk is one output channel.
 */
final class Im2colBackwardBias implements ConvKernel {
    private final ConvShape shape;

    Im2colBackwardBias(ConvShape shape) {
        this.shape = shape;
    }

    @Override
    public int chunks(int phase) {
        return shape.oc();
    }

    @Override
    public int laneLength() {
        return shape.oh() * shape.ow();
    }

    @Override
    public void run(int phase, int oc, ConvScratch scratch, int lane) {
        double[] row = scratch.lane(lane);
        int pixels = shape.oh() * shape.ow();
        Arrays.fill(row, 0, pixels, 0);
        for (int n = 0; n < shape.mb(); n++) {
            add(scratch.dy, (n * shape.oc() + oc) * pixels, row, pixels);
        }
        double sum = 0;
        for (int p = 0; p < pixels; p++) {
            sum += row[p];
        }
        scratch.db[oc] = sum;
    }

    private static void add(double[] dy, int source, double[] row, int pixels) {
        for (int p = 0; p < pixels; p++) {
            row[p] += dy[source + p];
        }
    }
}
