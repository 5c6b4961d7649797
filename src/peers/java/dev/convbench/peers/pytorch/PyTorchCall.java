package dev.convbench.peers.pytorch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import dev.convbench.op.Precision;
import dev.convbench.peers.base.Computation;
import dev.convbench.peers.base.Memory;
import dev.convbench.peers.base.Tensor;
import dev.convbench.peers.base.Values;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;

/** Tensors of a computation: inputs over memory of our own, the output allocated by each run, as eager PyTorch does. */
abstract class PyTorchCall implements Computation {
    private final NDManager manager = PyTorch.newManager();
    private final Precision precision;
    private final int workers;
    private final Map<Tensor, ByteBuffer> memory = new EnumMap<>(Tensor.class);
    private final Map<Tensor, PtNDArray> arrays = new EnumMap<>(Tensor.class);
    private PtNDArray result;

    PyTorchCall(Precision precision, int workers) {
        this.precision = precision;
        this.workers = workers;
    }

    /** Adds an input. */
    final PtNDArray input(Tensor tensor, Shape shape) {
        ByteBuffer bytes = Memory.of(Math.toIntExact(shape.size()), precision);
        memory.put(tensor, bytes);
        PtNDArray array = constant(bytes, shape);
        arrays.put(tensor, array);
        return array;
    }

    private PtNDArray constant(ByteBuffer bytes, Shape shape) {
        return (PtNDArray)
                manager.create(bytes, shape, precision == Precision.F64 ? DataType.FLOAT64 : DataType.FLOAT32);
    }

    /** Computes; what it gives is closed when the next result comes, unless it is the same. */
    abstract PtNDArray compute();

    @Override
    public final void bind() {
        PyTorch.threads(workers);
    }

    @Override
    public final void load(Tensor tensor, Values values) {
        values.copyTo(memory.get(tensor));
        loaded();
    }

    /** An input has new values. */
    void loaded() {}

    @Override
    public final void run() {
        PtNDArray before = result;
        result = compute();
        if (before != null && before != result) {
            before.close();
        }
    }

    @Override
    public final void store(Values out) {
        out.copyFrom(result.toByteBuffer().order(ByteOrder.nativeOrder()));
    }

    @Override
    public void spoil() {
        if (result != null) {
            result.close();
            result = null;
        }
    }

    @Override
    public final void close() {
        manager.close();
    }
}
