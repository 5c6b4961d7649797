package dev.convbench.peers.blas;

import dev.convbench.op.ChunkRunner;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.peers.base.Computation;
import dev.convbench.peers.base.Tensor;
import dev.convbench.peers.base.Values;
import dev.convbench.strategy.parallel.Workers;
import java.nio.DoubleBuffer;

/** y = W · columns(x) + b in double, chunk by chunk; the column matrix is made in Java, the product is the library's. */
final class Im2colF64 implements Computation, ChunkRunner.Chunks {
    private static final int SHORT = 16;

    private final MatrixProduct product;
    private final ConvShape shape;
    private final Im2colCut cut;
    private final Workers workers;
    private final DoubleBuffer x;
    private final DoubleBuffer w;
    private final DoubleBuffer b;
    private final DoubleBuffer y;
    private final DoubleBuffer[] columns;

    Im2colF64(MatrixProduct product, ConvShape shape, boolean bias, int workers) {
        this.product = product;
        this.shape = shape;
        this.workers = Workers.of(workers);
        cut = new Im2colCut(shape, workers);
        x = product.f64(shape.xLength());
        w = product.f64(shape.wLength());
        b = bias ? product.f64(shape.oc()) : null;
        y = product.f64(shape.yLength());
        columns = new DoubleBuffer[this.workers.lanes()];
        for (int lane = 0; lane < columns.length; lane++) {
            columns[lane] = product.f64(cut.columnElements());
        }
    }

    @Override
    public void bind() {
        product.oneThread();
    }

    @Override
    public void load(Tensor tensor, Values values) {
        DoubleBuffer target = tensor == Tensor.X ? x : tensor == Tensor.W ? w : b;
        target.put(0, values.f64());
    }

    @Override
    public void run() {
        workers.run(this, cut.chunks(), shape.nominalFlops(Pass.FORWARD));
    }

    @Override
    public void run(int chunk, int lane) {
        int image = cut.image(chunk);
        int first = cut.firstRow(chunk);
        int end = cut.endRow(chunk);
        int pixels = shape.oh() * shape.ow();
        int width = (end - first) * shape.ow();
        int ocPerGroup = shape.ocPerGroup();
        int imageAt = image * shape.ic() * shape.ih() * shape.iw();
        for (int g = 0; g < shape.g(); g++) {
            int yAt = (image * shape.oc() + g * ocPerGroup) * pixels + first * shape.ow();
            for (int channel = 0; channel < ocPerGroup; channel++) {
                double start = b == null ? 0 : b.get(g * ocPerGroup + channel);
                fill(yAt + channel * pixels, width, start);
            }
            int wAt = g * ocPerGroup * cut.depth;
            int groupAt = imageAt + g * shape.icPerGroup() * shape.ih() * shape.iw();
            if (cut.isImage) {
                int from = groupAt + first * shape.ow();
                product.multiply(ocPerGroup, width, cut.depth, w, wAt, x, from, pixels, y, yAt, pixels);
            } else {
                gather(groupAt, first, end, columns[lane], width);
                product.multiply(ocPerGroup, width, cut.depth, w, wAt, columns[lane], 0, width, y, yAt, pixels);
            }
        }
    }

    private void fill(int at, int length, double value) {
        for (int i = 0; i < length; i++) {
            y.put(at + i, value);
        }
    }

    private void gather(int imageAt, int first, int end, DoubleBuffer to, int width) {
        int row = 0;
        for (int channel = 0; channel < shape.icPerGroup(); channel++) {
            int planeAt = imageAt + channel * shape.ih() * shape.iw();
            for (int r = 0; r < shape.kh(); r++) {
                for (int s = 0; s < shape.kw(); s++) {
                    gatherTap(planeAt, r, s, first, end, to, row++ * width);
                }
            }
        }
    }

    private void gatherTap(int planeAt, int r, int s, int first, int end, DoubleBuffer to, int rowAt) {
        int ow = shape.ow();
        int at = rowAt;
        int column = s * shape.dw() - shape.padLeft();
        int left = Math.min(ow, Math.max(0, ceilDiv(-column, shape.sw())));
        int right = Math.max(left, Math.min(ow, Math.floorDiv(shape.iw() - 1 - column, shape.sw()) + 1));
        for (int i = first; i < end; i++) {
            int line = i * shape.sh() - shape.padTop() + r * shape.dh();
            if (line < 0 || line >= shape.ih()) {
                zeros(to, at, ow);
            } else {
                zeros(to, at, left);
                int from = planeAt + line * shape.iw() + left * shape.sw() + column;
                copy(from, to, at + left, right - left);
                zeros(to, at + right, ow - right);
            }
            at += ow;
        }
    }

    private void copy(int from, DoubleBuffer to, int at, int length) {
        int stride = shape.sw();
        if (stride == 1 && length >= SHORT) {
            to.put(at, x, from, length);
            return;
        }
        for (int j = 0; j < length; j++) {
            to.put(at + j, x.get(from + j * stride));
        }
    }

    private static void zeros(DoubleBuffer to, int at, int length) {
        for (int j = 0; j < length; j++) {
            to.put(at + j, 0);
        }
    }

    private static int ceilDiv(int a, int b) {
        return -Math.floorDiv(-a, b);
    }

    @Override
    public void store(Values out) {
        y.get(0, out.f64());
    }

    @Override
    public void spoil() {
        fill(0, y.limit(), Double.NaN);
    }

    @Override
    public void close() {
        // The memory is the garbage collector's.
    }
}
