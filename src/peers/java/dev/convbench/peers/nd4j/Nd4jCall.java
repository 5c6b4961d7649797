package dev.convbench.peers.nd4j;

import dev.convbench.op.Precision;
import dev.convbench.peers.base.Computation;
import dev.convbench.peers.base.Library;
import dev.convbench.peers.base.NativeCalls;
import dev.convbench.peers.base.Tensor;
import dev.convbench.peers.base.Values;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** One of ND4J's operations with its arrays. */
final class Nd4jCall implements Computation {
    private final int workers;
    private final Map<Tensor, INDArray> inputs = new EnumMap<>(Tensor.class);
    private final INDArray output;
    private final DynamicCustomOp operation;

    Nd4jCall(
            String name,
            Precision precision,
            int workers,
            Map<Tensor, long[]> inputDims,
            int[] arguments,
            long... outputDims) {
        this.workers = workers;
        DataType type = precision == Precision.F64 ? DataType.DOUBLE : DataType.FLOAT;
        inputDims.forEach((tensor, dims) -> inputs.put(tensor, Nd4j.create(type, dims)));
        output = Nd4j.create(type, outputDims);
        operation = DynamicCustomOp.builder(name)
                .addInputs(inputs.values().toArray(INDArray[]::new))
                .addOutputs(output)
                .addIntegerArguments(arguments)
                .build();
    }

    /** Loads the library; gives its version. */
    static String loadLibrary() throws IOException {
        requireAvx512();
        Nd4j.getBackend();
        return Library.mavenVersion("org.nd4j", "nd4j-api");
    }

    /** Its natives are built for these instructions and would end the process without them. */
    private static void requireAvx512() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpus) || !Files.readString(cpus).contains(" avx512f ")) {
            throw new IllegalStateException("its natives need Linux and AVX-512, which is not here");
        }
    }

    private static ByteBuffer bytes(INDArray array) {
        return array.data().pointer().asByteBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public void bind() {
        NativeCalls.ompThreads(workers);
        NativeCalls.openBlasThreads(workers);
        Nd4j.getEnvironment().setMaxMasterThreads(workers);
        Nd4j.getEnvironment().setMaxThreads(workers);
    }

    @Override
    public void load(Tensor tensor, Values values) {
        values.copyTo(bytes(inputs.get(tensor)));
    }

    @Override
    public void run() {
        Nd4j.getExecutioner().exec(operation);
    }

    @Override
    public void store(Values out) {
        out.copyFrom(bytes(output));
    }

    @Override
    public void spoil() {
        output.assign(Double.NaN);
    }

    @Override
    public void close() {
        inputs.values().forEach(INDArray::close);
        output.close();
    }
}
