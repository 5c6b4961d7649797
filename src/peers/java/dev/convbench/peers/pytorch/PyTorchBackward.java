package dev.convbench.peers.pytorch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.peers.base.Tensor;

/**
 * The gradient of one input by autograd. The graph is recorded when the inputs are loaded and kept; a run is the backward pass alone,
 * into a gradient that is zeroed first, because autograd adds.
 */
final class PyTorchBackward extends PyTorchCall {
    private final PtNDArray x;
    private final PtNDArray w;
    private final PtNDArray dy;
    private final PtNDArray target;
    private final Sizes sizes;
    private PtNDArray y;
    private boolean fresh;

    PyTorchBackward(ConvShape shape, Pass pass, Precision precision, int workers) {
        super(precision, workers);
        sizes = Sizes.of(shape);
        x = input(Tensor.X, sizes.x());
        w = input(Tensor.W, sizes.w());
        dy = input(Tensor.DY, sizes.y());
        target = pass == Pass.BACKWARD_DATA ? x : w;
        JniUtils.attachGradient(target, true);
    }

    /** The convolution is linear in the target, whose value therefore does not matter; the other input is saved by reference. */
    @Override
    void loaded() {
        fresh = false;
    }

    private void record() {
        JniUtils.setGradMode(true);
        if (y != null) {
            y.close();
        }
        y = JniUtils.convolution(x, w, null, sizes.stride(), sizes.padding(), sizes.dilation(), sizes.groups());
        fresh = true;
    }

    @Override
    PtNDArray compute() {
        if (!fresh) {
            record();
        }
        JniUtils.zeroGrad(target);
        JniUtils.backward(y, dy, true, false);
        return JniUtils.getGradient(target);
    }
}
