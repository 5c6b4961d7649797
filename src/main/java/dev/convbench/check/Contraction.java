package dev.convbench.check;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;

/**
 * Adds up the channels of each group with random signs: the output channels in the forward and the weight gradient pass, the
 * input channels in the data gradient pass. Both the operands and the output of a pass shrink to one such channel a group.
 */
final class Contraction {
    private final ConvShape shape;
    private final Pass pass;
    private final double[] signs;

    Contraction(ConvShape shape, Pass pass, long seed) {
        this.shape = shape;
        this.pass = pass;
        signs = Data.signs(pass == Pass.BACKWARD_DATA ? shape.ic() : shape.oc(), seed);
    }

    /** Channels that are added up to one. */
    int channels() {
        return signs.length / shape.g();
    }

    /** The shape with one channel a group in place of those added up. */
    ConvShape contracted() {
        boolean inputs = pass == Pass.BACKWARD_DATA;
        return ConvShape.builder()
                .input(shape.mb(), inputs ? shape.g() : shape.ic(), shape.ih(), shape.iw())
                .groups(shape.g())
                .filters(inputs ? shape.oc() : shape.g(), shape.kh(), shape.kw())
                .stride(shape.sh(), shape.sw())
                .dilation(shape.dh(), shape.dw())
                .pad(shape.padTop(), shape.padLeft(), shape.padBottom(), shape.padRight())
                .build();
    }

    /** The contracted operands. */
    ConvInputs inputs(ConvInputs full) {
        return inputs(full, false);
    }

    /** The contracted operands; with {@code unsigned} all signs are +1. */
    ConvInputs inputs(ConvInputs full, boolean unsigned) {
        double[] w = null;
        double[] b = null;
        double[] dy = full.dy();
        switch (pass) {
            case FORWARD -> {
                w = add(full.w(), 1, shape.wLength() / shape.oc(), unsigned);
                b = full.b() == null ? null : add(full.b(), 1, 1, unsigned);
            }
            case BACKWARD_DATA -> w = addInputChannels(full.w(), unsigned);
            case BACKWARD_WEIGHTS, BACKWARD_BIAS -> dy = add(full.dy(), shape.mb(), shape.oh() * shape.ow(), unsigned);
        }
        return new ConvInputs(contracted(), pass, full.x(), w, b, dy);
    }

    /** Adds up the middle dimension, the channels, of an array (outer, channels, inner) within each group. */
    private double[] add(double[] source, int outer, int inner, boolean unsigned) {
        int perGroup = channels();
        double[] sums = new double[outer * shape.g() * inner];
        for (int n = 0; n < outer; n++) {
            for (int channel = 0; channel < signs.length; channel++) {
                double sign = unsigned ? 1 : signs[channel];
                int from = (n * signs.length + channel) * inner;
                int to = (n * shape.g() + channel / perGroup) * inner;
                for (int k = 0; k < inner; k++) {
                    sums[to + k] += sign * source[from + k];
                }
            }
        }
        return sums;
    }

    /** Weights (oc, ic/g, kh, kw) with their second dimension added up: the sign depends on the group of the filter. */
    private double[] addInputChannels(double[] source, boolean unsigned) {
        int taps = shape.kh() * shape.kw();
        double[] sums = new double[shape.oc() * taps];
        for (int o = 0; o < shape.oc(); o++) {
            int firstChannel = o / shape.ocPerGroup() * shape.icPerGroup();
            for (int c = 0; c < shape.icPerGroup(); c++) {
                double sign = unsigned ? 1 : signs[firstChannel + c];
                for (int k = 0; k < taps; k++) {
                    sums[o * taps + k] += sign * source[(o * shape.icPerGroup() + c) * taps + k];
                }
            }
        }
        return sums;
    }

    /** One element of the contracted output, from the full output. */
    double sum(double[] actual, int at) {
        int inner = inner();
        int first = firstElement(at);
        int firstChannel = at / inner % shape.g() * channels();
        double sum = 0;
        for (int channel = 0; channel < channels(); channel++) {
            sum += signs[firstChannel + channel] * actual[first + channel * inner];
        }
        return sum;
    }

    /** The first of the elements of the full output that add up to an element of the contracted one. */
    int firstElement(int at) {
        return at / inner() * channels() * inner() + at % inner();
    }

    private int inner() {
        return switch (pass) {
            case FORWARD -> shape.oh() * shape.ow();
            case BACKWARD_DATA -> shape.ih() * shape.iw();
            case BACKWARD_WEIGHTS -> shape.icPerGroup() * shape.kh() * shape.kw();
            case BACKWARD_BIAS -> 1;
        };
    }
}
