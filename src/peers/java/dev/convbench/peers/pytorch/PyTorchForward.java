package dev.convbench.peers.pytorch;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Precision;
import dev.convbench.peers.base.Tensor;

/** y = conv2d(x, w, b). */
final class PyTorchForward extends PyTorchCall {
    private final PtNDArray x;
    private final PtNDArray w;
    private final PtNDArray b;
    private final Sizes sizes;

    PyTorchForward(ConvShape shape, Precision precision, boolean bias, int workers) {
        super(precision, workers);
        sizes = Sizes.of(shape);
        x = input(Tensor.X, sizes.x());
        w = input(Tensor.W, sizes.w());
        b = bias ? input(Tensor.B, new Shape(shape.oc())) : null;
    }

    @Override
    PtNDArray compute() {
        return JniUtils.convolution(x, w, b, sizes.stride(), sizes.padding(), sizes.dilation(), sizes.groups());
    }
}
