package dev.convbench.peers.onnx;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.op.PoolShape;
import dev.convbench.op.Precision;
import dev.convbench.op.Support;
import dev.convbench.peers.base.Computation;
import dev.convbench.peers.base.Library;
import dev.convbench.peers.base.Memory;
import dev.convbench.peers.base.PeerStrategy;
import dev.convbench.peers.base.Tensor;
import dev.convbench.peers.base.Values;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** ONNX Runtime: convolutions in float, max pooling in both precisions, forward only. */
public final class OnnxStrategy extends PeerStrategy {
    private static final Library LIBRARY = new Library("ONNX Runtime", List.of("onnxruntime-"), () -> OnnxCall.load());

    private OnnxStrategy(String name, boolean copies, int workers) {
        super(name, copies, workers);
    }

    /** Data outside the heap. */
    public static OnnxStrategy offHeap() {
        return new OnnxStrategy("onnxruntime", false, 1);
    }

    /** Java arrays. */
    public static OnnxStrategy ofArrays() {
        return new OnnxStrategy("onnxruntime-arrays", true, 1);
    }

    @Override
    protected PeerStrategy of(int count) {
        return new OnnxStrategy(name(), !timesOffHeap(), count);
    }

    @Override
    protected Library loaded() {
        return LIBRARY;
    }

    @Override
    protected String call() {
        return "a session of one node, NCHW, output memory given";
    }

    @Override
    protected Support convolves(ConvShape shape, Pass pass, Precision precision) {
        if (precision != Precision.F32) {
            return Support.no("ONNX Runtime has no convolution in double");
        }
        return pass == Pass.FORWARD ? Support.yes() : Support.no("ONNX Runtime computes forward only");
    }

    @Override
    protected Support pools(PoolShape shape, Precision precision) {
        int most = Math.max(shape.padTop(), shape.padBottom());
        int widest = Math.max(shape.padLeft(), shape.padRight());
        return most < shape.kh() && widest < shape.kw()
                ? Support.yes()
                : Support.no("ONNX Runtime pads by less than the window");
    }

    @Override
    protected boolean preparesWeights(ConvShape shape) {
        return true;
    }

    private static int type(Precision precision) {
        return precision == Precision.F64 ? OnnxModel.DOUBLE : OnnxModel.FLOAT;
    }

    @Override
    protected Computation computation(ConvShape shape, Pass pass, Precision precision, boolean bias, Values prepared) {
        long[] x = {shape.mb(), shape.ic(), shape.ih(), shape.iw()};
        long[] w = {shape.oc(), shape.icPerGroup(), shape.kh(), shape.kw()};
        long[] y = {shape.mb(), shape.oc(), shape.oh(), shape.ow()};
        Map<Tensor, long[]> inputs = new EnumMap<>(Tensor.class);
        inputs.put(Tensor.X, x);
        OnnxModel model = new OnnxModel("Conv", type(precision)).input(OnnxCall.name(Tensor.X), x);
        if (prepared == null) {
            inputs.put(Tensor.W, w);
            model.input(OnnxCall.name(Tensor.W), w);
        } else {
            ByteBuffer values = Memory.of(prepared.length(), precision);
            prepared.copyTo(values);
            model.constant(OnnxCall.name(Tensor.W), values, w);
        }
        if (bias) {
            inputs.put(Tensor.B, new long[] {shape.oc()});
            model.input(OnnxCall.name(Tensor.B), shape.oc());
        }
        byte[] bytes = model.output(OnnxCall.OUTPUT, y)
                .attribute("kernel_shape", shape.kh(), shape.kw())
                .attribute("strides", shape.sh(), shape.sw())
                .attribute("dilations", shape.dh(), shape.dw())
                .attribute("pads", shape.padTop(), shape.padLeft(), shape.padBottom(), shape.padRight())
                .single("group", shape.g())
                .build();
        return new OnnxCall(bytes, precision, workers(), inputs, y);
    }

    @Override
    protected Computation computation(PoolShape shape, Precision precision) {
        long[] x = {shape.mb(), shape.c(), shape.ih(), shape.iw()};
        long[] y = {shape.mb(), shape.c(), shape.oh(), shape.ow()};
        byte[] bytes = new OnnxModel("MaxPool", type(precision))
                .input(OnnxCall.name(Tensor.X), x)
                .output(OnnxCall.OUTPUT, y)
                .attribute("kernel_shape", shape.kh(), shape.kw())
                .attribute("strides", shape.sh(), shape.sw())
                .attribute("dilations", shape.dh(), shape.dw())
                .attribute("pads", shape.padTop(), shape.padLeft(), shape.padBottom(), shape.padRight())
                .single("ceil_mode", shape.ceilMode() ? 1 : 0)
                .build();
        return new OnnxCall(bytes, precision, workers(), new EnumMap<>(Map.of(Tensor.X, x)), y);
    }
}
