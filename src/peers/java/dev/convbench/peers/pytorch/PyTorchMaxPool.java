package dev.convbench.peers.pytorch;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.peers.base.Tensor;

/** y = max_pool2d(x); the library finds the places of the maxima as well, and drops them. */
final class PyTorchMaxPool extends PyTorchCall {
    private final PtNDArray x;
    private final Shape window;
    private final Shape stride;
    private final Shape padding;
    private final boolean ceilMode;

    PyTorchMaxPool(PoolShape shape, Precision precision, int workers) {
        super(precision, workers);
        x = input(Tensor.X, new Shape(shape.mb(), shape.c(), shape.ih(), shape.iw()));
        window = new Shape(shape.kh(), shape.kw());
        stride = new Shape(shape.sh(), shape.sw());
        padding = new Shape(shape.padTop(), shape.padLeft());
        ceilMode = shape.ceilMode();
    }

    @Override
    PtNDArray compute() {
        return JniUtils.maxPool(x, window, stride, padding, ceilMode);
    }
}
