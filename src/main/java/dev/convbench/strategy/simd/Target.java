package dev.convbench.strategy.simd;

import dev.convbench.op.ConvShape;

/**
 * Where the pixels of a correlation go: element (image, channel, i, j) stands at {@code (image·channels + channel)·plane +
 * origin + i·rowStride + j·columnStride}.
 *
 * @param channels channels of an image, all groups together
 * @param plane elements of a channel
 * @param origin of pixel (0, 0) within a channel
 * @param rowStride distance of rows
 * @param columnStride distance of columns
 */
record Target(int channels, int plane, int origin, int rowStride, int columnStride) {
    /** y of the forward pass. */
    static Target output(ConvShape shape) {
        int ow = shape.ow();
        return new Target(shape.oc(), shape.oh() * ow, 0, ow, 1);
    }

    /** The pixels of dx whose row and column, counted from the padded corner, have those residues modulo the stride. */
    static Target inputGradient(ConvShape shape, int rowPhase, int columnPhase) {
        int row = Math.floorMod(rowPhase - shape.padTop(), shape.sh());
        int column = Math.floorMod(columnPhase - shape.padLeft(), shape.sw());
        return new Target(
                shape.ic(), shape.ih() * shape.iw(), row * shape.iw() + column, shape.sh() * shape.iw(), shape.sw());
    }

    int at(int image, int channel) {
        return (image * channels + channel) * plane + origin;
    }

    /** Whether the rows of those outputs stand one behind the other, so that a vector may run from one into the next. */
    boolean isDense(Correlation work) {
        return columnStride == 1 && rowStride == work.outW();
    }

    /** Copies one row. */
    void putRow(double[] source, int sourceAt, double[] target, int targetAt, int length) {
        if (columnStride == 1) {
            System.arraycopy(source, sourceAt, target, targetAt, length);
            return;
        }
        for (int j = 0; j < length; j++) {
            target[targetAt + j * columnStride] = source[sourceAt + j];
        }
    }

    /** Writes zeros to one row. */
    void zeroRow(double[] target, int targetAt, int length) {
        for (int j = 0; j < length; j++) {
            target[targetAt + j * columnStride] = 0;
        }
    }
}
