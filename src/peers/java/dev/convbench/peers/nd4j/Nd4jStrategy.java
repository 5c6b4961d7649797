package dev.convbench.peers.nd4j;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Support;
import dev.convbench.peers.base.Computation;
import dev.convbench.peers.base.Library;
import dev.convbench.peers.base.PeerStrategy;
import dev.convbench.peers.base.Tensor;
import dev.convbench.peers.base.Values;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** ND4J, the arrays of Deeplearning4j: both precisions, forward. */
public final class Nd4jStrategy extends PeerStrategy {
    private static final Library LIBRARY = new Library(
            "ND4J",
            List.of(
                    "nd4j-",
                    "javacpp-",
                    "openblas-",
                    "byteunits-",
                    "commons-collections4-",
                    "commons-lang3-",
                    "commons-net-",
                    "flatbuffers-",
                    "guava-",
                    "jackson-",
                    "neoitertools-",
                    "protobuf-"),
            () -> Nd4jCall.loadLibrary());

    private Nd4jStrategy(int workers) {
        super("nd4j", false, workers);
    }

    /** Data outside the heap. */
    public static Nd4jStrategy offHeap() {
        return new Nd4jStrategy(1);
    }

    @Override
    protected PeerStrategy of(int count) {
        return new Nd4jStrategy(count);
    }

    @Override
    protected Library loaded() {
        return LIBRARY;
    }

    @Override
    protected String call() {
        return "NCHW, weights as they are, output memory given";
    }

    @Override
    protected Support convolves(ConvShape shape, Pass pass, Precision precision) {
        if (pass != Pass.FORWARD) {
            return Support.no("ND4J computes both gradients at once");
        }
        boolean depthwise = shape.g() == shape.ic() && shape.oc() == shape.ic();
        if (shape.g() != 1 && !depthwise) {
            return Support.no("ND4J has no groups");
        }
        if (shape.dh() != 1 || shape.dw() != 1) {
            return Support.no("ND4J fails with dilation in float");
        }
        if (depthwise && shape.g() > 1 && shape.kh() * shape.kw() == 1) {
            return Support.no("ND4J fails with depthwise kernels of one tap");
        }
        return shape.padTop() == shape.padBottom() && shape.padLeft() == shape.padRight()
                ? Support.yes()
                : Support.no("ND4J pads both sides alike");
    }

    @Override
    protected Support pools(PoolShape shape, Precision precision) {
        if (shape.ceilMode()) {
            return Support.no("ND4J has no ceil mode");
        }
        if (shape.dh() != 1 || shape.dw() != 1) {
            return Support.no("ND4J's pooling is compared without dilation");
        }
        boolean alike = shape.padTop() == shape.padBottom() && shape.padLeft() == shape.padRight();
        return alike && 2 * shape.padTop() <= shape.kh() && 2 * shape.padLeft() <= shape.kw()
                ? Support.yes()
                : Support.no("ND4J pads both sides alike, by at most half of the window");
    }

    @Override
    protected Computation computation(ConvShape shape, Pass pass, Precision precision, boolean bias, Values prepared) {
        Map<Tensor, long[]> inputs = new EnumMap<>(Tensor.class);
        inputs.put(Tensor.X, new long[] {shape.mb(), shape.ic(), shape.ih(), shape.iw()});
        boolean dense = shape.g() == 1;
        inputs.put(
                Tensor.W,
                dense
                        ? new long[] {shape.oc(), shape.ic(), shape.kh(), shape.kw()}
                        : new long[] {1, shape.ic(), shape.kh(), shape.kw()});
        if (bias) {
            inputs.put(Tensor.B, new long[] {shape.oc()});
        }
        // Kernel, stride, padding, dilation, explicit padding, NCHW, weights OIHW.
        int[] arguments = {
            shape.kh(),
            shape.kw(),
            shape.sh(),
            shape.sw(),
            shape.padTop(),
            shape.padLeft(),
            shape.dh(),
            shape.dw(),
            0,
            0,
            1
        };
        long[] y = {shape.mb(), shape.oc(), shape.oh(), shape.ow()};
        return new Nd4jCall(dense ? "conv2d" : "depthwise_conv2d", precision, workers(), inputs, arguments, y);
    }

    @Override
    protected Computation computation(PoolShape shape, Precision precision) {
        Map<Tensor, long[]> inputs = new EnumMap<>(Tensor.class);
        inputs.put(Tensor.X, new long[] {shape.mb(), shape.c(), shape.ih(), shape.iw()});
        // Window, stride, padding, dilation, explicit padding, an unused one, NCHW.
        int[] arguments = {
            shape.kh(), shape.kw(), shape.sh(), shape.sw(), shape.padTop(), shape.padLeft(), 1, 1, 0, 1, 0
        };
        long[] y = {shape.mb(), shape.c(), shape.oh(), shape.ow()};
        return new Nd4jCall("maxpool2d", precision, workers(), inputs, arguments, y);
    }
}
