package dev.convbench.check;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;

/**
 * Single elements of a convolution pass by definition, each with the sum of the absolute values of its terms: the reference
 * for shapes that are too large to compute whole. Own code, not that of the reference strategy.
 *
 * <p>Not safe for use by several threads: an element is left in fields.
 */
final class SampledReference {
    private final ConvInputs in;
    private final ConvShape shape;
    private final int oh;
    private final int ow;
    private double sum;
    private double magnitude;

    SampledReference(ConvInputs inputs) {
        in = inputs;
        shape = inputs.shape();
        oh = shape.oh();
        ow = shape.ow();
    }

    /** Computes one element of the output; {@link #value} and {@link #magnitude} give it. */
    void at(int index) {
        sum = 0;
        magnitude = 0;
        switch (in.pass()) {
            case FORWARD -> forward(index);
            case BACKWARD_DATA -> backwardData(index);
            case BACKWARD_WEIGHTS -> backwardWeights(index);
            case BACKWARD_BIAS -> backwardBias(index);
        }
    }

    /** The element. */
    double value() {
        return sum;
    }

    /** Σ of the absolute values of its terms. */
    double magnitude() {
        return magnitude;
    }

    /** Multiply-adds behind one element. */
    static double cost(ConvShape shape, Pass pass) {
        return shape.reductionLength(pass);
    }

    private void add(double term) {
        sum += term;
        magnitude += Math.abs(term);
    }

    private void forward(int index) {
        int j = index % ow;
        int i = index / ow % oh;
        int o = index / (ow * oh) % shape.oc();
        int n = index / (ow * oh) / shape.oc();
        int group = o / shape.ocPerGroup();
        for (int c = 0; c < shape.icPerGroup(); c++) {
            int plane = (n * shape.ic() + group * shape.icPerGroup() + c) * shape.ih();
            int filter = (o * shape.icPerGroup() + c) * shape.kh();
            for (int r = 0; r < shape.kh(); r++) {
                int row = i * shape.sh() - shape.padTop() + r * shape.dh();
                if (row >= 0 && row < shape.ih()) {
                    forwardRow((plane + row) * shape.iw(), (filter + r) * shape.kw(), j);
                }
            }
        }
        if (in.b() != null) {
            add(in.b()[o]);
        }
    }

    private void forwardRow(int source, int filter, int j) {
        int left = j * shape.sw() - shape.padLeft();
        for (int s = 0; s < shape.kw(); s++) {
            int column = left + s * shape.dw();
            if (column >= 0 && column < shape.iw()) {
                add(in.x()[source + column] * in.w()[filter + s]);
            }
        }
    }

    private void backwardData(int index) {
        int column = index % shape.iw();
        int row = index / shape.iw() % shape.ih();
        int channel = index / (shape.iw() * shape.ih()) % shape.ic();
        int n = index / (shape.iw() * shape.ih()) / shape.ic();
        int group = channel / shape.icPerGroup();
        int c = channel % shape.icPerGroup();
        for (int o = group * shape.ocPerGroup(); o < (group + 1) * shape.ocPerGroup(); o++) {
            int filter = (o * shape.icPerGroup() + c) * shape.kh();
            for (int r = 0; r < shape.kh(); r++) {
                int reach = row + shape.padTop() - r * shape.dh();
                if (reach >= 0 && reach % shape.sh() == 0 && reach / shape.sh() < oh) {
                    int source = ((n * shape.oc() + o) * oh + reach / shape.sh()) * ow;
                    backwardDataRow(source, (filter + r) * shape.kw(), column);
                }
            }
        }
    }

    private void backwardDataRow(int source, int filter, int column) {
        for (int s = 0; s < shape.kw(); s++) {
            int reach = column + shape.padLeft() - s * shape.dw();
            if (reach >= 0 && reach % shape.sw() == 0 && reach / shape.sw() < ow) {
                add(in.dy()[source + reach / shape.sw()] * in.w()[filter + s]);
            }
        }
    }

    private void backwardWeights(int index) {
        int s = index % shape.kw();
        int r = index / shape.kw() % shape.kh();
        int c = index / (shape.kw() * shape.kh()) % shape.icPerGroup();
        int o = index / (shape.kw() * shape.kh()) / shape.icPerGroup();
        int channel = o / shape.ocPerGroup() * shape.icPerGroup() + c;
        for (int n = 0; n < shape.mb(); n++) {
            for (int i = 0; i < oh; i++) {
                int row = i * shape.sh() - shape.padTop() + r * shape.dh();
                if (row >= 0 && row < shape.ih()) {
                    int source = ((n * shape.ic() + channel) * shape.ih() + row) * shape.iw();
                    backwardWeightsRow(source, ((n * shape.oc() + o) * oh + i) * ow, s);
                }
            }
        }
    }

    private void backwardWeightsRow(int source, int gradient, int s) {
        for (int j = 0; j < ow; j++) {
            int column = j * shape.sw() - shape.padLeft() + s * shape.dw();
            if (column >= 0 && column < shape.iw()) {
                add(in.x()[source + column] * in.dy()[gradient + j]);
            }
        }
    }

    private void backwardBias(int o) {
        for (int n = 0; n < shape.mb(); n++) {
            int plane = (n * shape.oc() + o) * oh * ow;
            for (int k = plane; k < plane + oh * ow; k++) {
                add(in.dy()[k]);
            }
        }
    }
}
