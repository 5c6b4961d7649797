package dev.convbench.peers.pytorch;

import ai.djl.ndarray.types.Shape;
import dev.convbench.op.ConvShape;

/** The sizes of a convolution, as DJL wants them. */
record Sizes(Shape x, Shape w, Shape y, Shape stride, Shape padding, Shape dilation, int groups) {
    static Sizes of(ConvShape shape) {
        return new Sizes(
                new Shape(shape.mb(), shape.ic(), shape.ih(), shape.iw()),
                new Shape(shape.oc(), shape.icPerGroup(), shape.kh(), shape.kw()),
                new Shape(shape.mb(), shape.oc(), shape.oh(), shape.ow()),
                new Shape(shape.sh(), shape.sw()),
                new Shape(shape.padTop(), shape.padLeft()),
                new Shape(shape.dh(), shape.dw()),
                shape.g());
    }
}
