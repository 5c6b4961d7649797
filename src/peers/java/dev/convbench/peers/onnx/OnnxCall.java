package dev.convbench.peers.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.convbench.op.Precision;
import dev.convbench.peers.base.Computation;
import dev.convbench.peers.base.Memory;
import dev.convbench.peers.base.Tensor;
import dev.convbench.peers.base.Values;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A session with its tensors, which lie in direct buffers; the output's is given, so that the session allocates nothing. */
final class OnnxCall implements Computation {
    static final String OUTPUT = "y";

    private static final byte NAN = (byte) 0xff;

    private final OrtSession session;
    private final Precision precision;
    private final Map<Tensor, ByteBuffer> memory = new EnumMap<>(Tensor.class);
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();
    private final ByteBuffer output;

    OnnxCall(byte[] model, Precision precision, int workers, Map<Tensor, long[]> inputDims, long... outputDims) {
        this.precision = precision;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(workers);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = OrtEnvironment.getEnvironment().createSession(model, options);
            for (Map.Entry<Tensor, long[]> input : inputDims.entrySet()) {
                ByteBuffer bytes = memory(input.getValue());
                memory.put(input.getKey(), bytes);
                inputs.put(name(input.getKey()), tensor(bytes, input.getValue()));
            }
            output = memory(outputDims);
            outputs.put(OUTPUT, tensor(output, outputDims));
        } catch (OrtException e) {
            throw refused(e);
        }
    }

    /** Loads the library; gives its version. */
    static String load() {
        return OrtEnvironment.getEnvironment().getVersion();
    }

    /** The name of an input in the model. */
    static String name(Tensor tensor) {
        return tensor.name().toLowerCase(Locale.ROOT);
    }

    private ByteBuffer memory(long... dims) {
        int elements = 1;
        for (long dim : dims) {
            elements = Math.multiplyExact(elements, Math.toIntExact(dim));
        }
        return Memory.of(elements, precision);
    }

    private OnnxTensor tensor(ByteBuffer bytes, long... dims) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        return precision == Precision.F64
                ? OnnxTensor.createTensor(environment, bytes.asDoubleBuffer(), dims)
                : OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), dims);
    }

    private static IllegalStateException refused(OrtException e) {
        return new IllegalStateException("ONNX Runtime refuses: " + e.getMessage(), e);
    }

    /** The session was told its threads when it was made. */
    @Override
    public void bind() {}

    @Override
    public void load(Tensor tensor, Values values) {
        values.copyTo(memory.get(tensor));
    }

    @Override
    public void run() {
        try {
            session.run(inputs, outputs).close();
        } catch (OrtException e) {
            throw refused(e);
        }
    }

    @Override
    public void store(Values out) {
        out.copyFrom(output);
    }

    @Override
    public void spoil() {
        for (int i = 0; i < output.limit(); i++) {
            output.put(i, NAN);
        }
    }

    @Override
    public void close() {
        try {
            inputs.values().forEach(OnnxTensor::close);
            outputs.values().forEach(OnnxTensor::close);
            session.close();
        } catch (OrtException e) {
            throw refused(e);
        }
    }
}
