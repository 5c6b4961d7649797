package dev.convbench.check;

import dev.convbench.op.ConvShape;
import dev.convbench.op.ErrorBound;
import dev.convbench.op.Pass;

/**
 * What a bound by tile is made of: for each element of an output Σ_channels max |x| · Σ |w| + |b|, the maximum over all that
 * the tile of the element reads of the channel (a rectangle), the sum over the taps of the kernel. Not finite where one of
 * them is not.
 *
 * <p>The same for all elements of a tile: a 1x1 convolution of the maxima with the sums.
 */
final class TileMagnitudes {
    private final ConvShape shape;
    private final Pass pass;
    private final int tileRows;
    private final int tileColumns;

    /** Of an output plane. */
    private final int rows;

    private final int columns;

    private final int tilesDown;
    private final int tilesAcross;

    /** By image, output channel, tile. */
    private final double[] values;

    /**
     * Computes all of them.
     *
     * @throws IllegalArgumentException if the pass has no output planes
     */
    TileMagnitudes(ConvInputs inputs, ErrorBound bound) {
        shape = inputs.shape();
        pass = inputs.pass();
        if (pass != Pass.FORWARD && pass != Pass.BACKWARD_DATA) {
            throw new IllegalArgumentException(pass.text() + " has no tiles");
        }
        tileRows = bound.tileRows();
        tileColumns = bound.tileColumns();
        rows = SampledExpected.rows(shape, pass);
        columns = SampledExpected.columns(shape, pass);
        tilesDown = (rows - 1) / tileRows + 1;
        tilesAcross = (columns - 1) / tileColumns + 1;
        boolean forward = pass == Pass.FORWARD;
        int outputs = forward ? shape.oc() : shape.ic();
        int sources = forward ? shape.ic() : shape.oc();
        values = new double[shape.mb() * outputs * tilesDown * tilesAcross];
        double[] maxima = maxima(forward ? inputs.x() : inputs.dy(), shape.mb() * sources);
        double[] sums = tapSums(inputs.w());
        for (int n = 0; n < shape.mb(); n++) {
            for (int o = 0; o < outputs; o++) {
                addChannels(maxima, sums, n * sources, n * outputs, o);
                addBias(inputs.b(), n * outputs + o, o);
            }
        }
    }

    /** What belongs to one element of the output. */
    double at(int index) {
        int column = index % columns / tileColumns;
        int row = index / columns % rows / tileRows;
        return values[(index / columns / rows * tilesDown + row) * tilesAcross + column];
    }

    private void addChannels(double[] maxima, double[] sums, int firstSource, int firstOutput, int o) {
        boolean forward = pass == Pass.FORWARD;
        int tiles = tilesDown * tilesAcross;
        int to = (firstOutput + o) * tiles;
        int group = o / (forward ? shape.ocPerGroup() : shape.icPerGroup());
        int channels = forward ? shape.icPerGroup() : shape.ocPerGroup();
        for (int k = 0; k < channels; k++) {
            int source = group * channels + k;
            double sum = forward
                    ? sums[o * shape.icPerGroup() + k]
                    : sums[source * shape.icPerGroup() + o % shape.icPerGroup()];
            int from = (firstSource + source) * tiles;
            for (int tile = 0; tile < tiles; tile++) {
                values[to + tile] += maxima[from + tile] * sum;
            }
        }
    }

    private void addBias(double[] b, int plane, int o) {
        int tiles = tilesDown * tilesAcross;
        for (int tile = plane * tiles; b != null && tile < (plane + 1) * tiles; tile++) {
            values[tile] += Math.abs(b[o]);
        }
    }

    /** Σ of the absolute values of the taps of each kernel plane. */
    private double[] tapSums(double[] w) {
        int taps = shape.kh() * shape.kw();
        double[] sums = new double[w.length / taps];
        for (int k = 0; k < w.length; k++) {
            sums[k / taps] += Math.abs(w[k]);
        }
        return sums;
    }

    /** The largest absolute value that each tile reads of each source plane; 0 if it reads padding only. */
    private double[] maxima(double[] source, int planes) {
        double[] maxima = new double[planes * tilesDown * tilesAcross];
        int sourceRows = pass == Pass.FORWARD ? shape.ih() : shape.oh();
        int sourceColumns = pass == Pass.FORWARD ? shape.iw() : shape.ow();
        int at = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int i = 0; i < tilesDown; i++) {
                int top = Math.max(0, firstRow(i * tileRows));
                int bottom = Math.min(sourceRows - 1, lastRow((i + 1) * tileRows - 1));
                for (int j = 0; j < tilesAcross; j++) {
                    int left = Math.max(0, firstColumn(j * tileColumns));
                    int right = Math.min(sourceColumns - 1, lastColumn((j + 1) * tileColumns - 1));
                    double most = 0;
                    for (int row = top; row <= bottom; row++) {
                        int line = (plane * sourceRows + row) * sourceColumns;
                        for (int k = line + left; k <= line + right; k++) {
                            most = Math.max(most, Math.abs(source[k]));
                        }
                    }
                    maxima[at++] = most;
                }
            }
        }
        return maxima;
    }

    private int firstRow(int row) {
        return pass == Pass.FORWARD
                ? row * shape.sh() - shape.padTop()
                : -Math.floorDiv(-(row + shape.padTop() - (shape.kh() - 1) * shape.dh()), shape.sh());
    }

    private int lastRow(int row) {
        return pass == Pass.FORWARD
                ? row * shape.sh() - shape.padTop() + (shape.kh() - 1) * shape.dh()
                : Math.floorDiv(row + shape.padTop(), shape.sh());
    }

    private int firstColumn(int column) {
        return pass == Pass.FORWARD
                ? column * shape.sw() - shape.padLeft()
                : -Math.floorDiv(-(column + shape.padLeft() - (shape.kw() - 1) * shape.dw()), shape.sw());
    }

    private int lastColumn(int column) {
        return pass == Pass.FORWARD
                ? column * shape.sw() - shape.padLeft() + (shape.kw() - 1) * shape.dw()
                : Math.floorDiv(column + shape.padLeft(), shape.sw());
    }
}
