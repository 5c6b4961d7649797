package dev.convbench.peers.pytorch;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Support;
import dev.convbench.peers.base.Computation;
import dev.convbench.peers.base.Library;
import dev.convbench.peers.base.PeerStrategy;
import dev.convbench.peers.base.Values;
import java.util.List;

/** PyTorch through the Deep Java Library: eager, both precisions, forward, backward by autograd, max pooling. */
public final class PyTorchStrategy extends PeerStrategy {
    private static final Library LIBRARY = new Library(
            "PyTorch (DJL)",
            List.of("pytorch-", "api-", "commons-codec-", "commons-compress-", "commons-io-", "gson-"),
            () -> PyTorch.load());

    private PyTorchStrategy(String name, boolean copies, int workers) {
        super(name, copies, workers);
    }

    /** Data outside the heap. */
    public static PyTorchStrategy offHeap() {
        return new PyTorchStrategy("pytorch", false, 1);
    }

    /** Java arrays. */
    public static PyTorchStrategy ofArrays() {
        return new PyTorchStrategy("pytorch-arrays", true, 1);
    }

    @Override
    protected PeerStrategy of(int count) {
        return new PyTorchStrategy(name(), !timesOffHeap(), count);
    }

    @Override
    protected Library loaded() {
        return LIBRARY;
    }

    @Override
    protected String call() {
        return "eager, weights as they are, output allocated by each call, freed memory kept; backward is autograd alone";
    }

    @Override
    protected Support convolves(ConvShape shape, Pass pass, Precision precision) {
        return shape.padTop() == shape.padBottom() && shape.padLeft() == shape.padRight()
                ? Support.yes()
                : Support.no("PyTorch pads both sides alike");
    }

    @Override
    protected Support pools(PoolShape shape, Precision precision) {
        if (shape.padTop() != shape.padBottom() || shape.padLeft() != shape.padRight()) {
            return Support.no("PyTorch pads both sides alike");
        }
        if (shape.dh() != 1 || shape.dw() != 1) {
            return Support.no("DJL's pooling has no dilation");
        }
        return 2 * shape.padTop() <= shape.kh() && 2 * shape.padLeft() <= shape.kw()
                ? Support.yes()
                : Support.no("PyTorch pads by at most half of the window");
    }

    @Override
    protected Computation computation(ConvShape shape, Pass pass, Precision precision, boolean bias, Values prepared) {
        return pass == Pass.FORWARD
                ? new PyTorchForward(shape, precision, bias, workers())
                : new PyTorchBackward(shape, pass, precision, workers());
    }

    @Override
    protected Computation computation(PoolShape shape, Precision precision) {
        return new PyTorchMaxPool(shape, precision, workers());
    }
}
