package dev.convbench.peers.onednn;

import static dev.convbench.peers.onednn.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_wait;

import dev.convbench.peers.base.Computation;
import dev.convbench.peers.base.NativeCalls;
import dev.convbench.peers.base.Tensor;
import dev.convbench.peers.base.Values;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;

/** A primitive with its tensors. */
final class OneDnnCall implements Computation {
    private final dnnl_stream stream = OneDnn.newStream();
    private final dnnl_primitive primitive = new dnnl_primitive();
    private final Map<Tensor, Slot> inputs;
    private final Set<Tensor> reorderedWhenLoaded = EnumSet.noneOf(Tensor.class);
    private final Slot[] reorderedInRun;
    private final Slot output;
    private final boolean outputReorderedInRun;
    private final int workers;
    private final int argumentCount;
    private final dnnl_exec_arg_t arguments;

    /**
     * Binds a primitive to its tensors.
     *
     * @param description becomes this call's
     * @param inputs the input tensors
     * @param indices the library's number of each input
     * @param output the output
     * @param outputIndex its number
     * @param untimed inputs whose reorders are not timed
     * @param outputUntimed whether the output's is not
     */
    OneDnnCall(
            dnnl_primitive_desc description,
            Map<Tensor, Slot> inputs,
            Map<Tensor, Integer> indices,
            Slot output,
            int outputIndex,
            Set<Tensor> untimed,
            boolean outputUntimed,
            int workers) {
        this.inputs = new EnumMap<>(inputs);
        this.output = output;
        this.workers = workers;
        outputReorderedInRun = !outputUntimed;
        check(dnnl_primitive_create(primitive, description), "a primitive");
        dnnl_primitive_desc_destroy(description);
        List<Slot> timed = new ArrayList<>();
        inputs.forEach((tensor, slot) -> {
            if (untimed.contains(tensor)) {
                reorderedWhenLoaded.add(tensor);
            } else {
                timed.add(slot);
            }
        });
        reorderedInRun = timed.toArray(Slot[]::new);
        argumentCount = inputs.size() + 1;
        arguments = new dnnl_exec_arg_t(argumentCount);
        int at = 0;
        for (Map.Entry<Tensor, Slot> input : inputs.entrySet()) {
            arguments
                    .position(at++)
                    .arg(indices.get(input.getKey()))
                    .memory(input.getValue().memory());
        }
        arguments.position(at).arg(outputIndex).memory(output.memory());
        arguments.position(0);
    }

    @Override
    public void bind() {
        NativeCalls.ompThreads(workers);
    }

    @Override
    public void load(Tensor tensor, Values values) {
        Slot slot = inputs.get(tensor);
        values.copyTo(slot.bytes());
        if (reorderedWhenLoaded.contains(tensor)) {
            slot.reorder(stream);
        }
    }

    @Override
    public void run() {
        for (Slot slot : reorderedInRun) {
            slot.reorder(stream);
        }
        check(dnnl_primitive_execute(primitive, stream, argumentCount, arguments), "to compute");
        if (outputReorderedInRun) {
            output.reorder(stream);
        }
        check(dnnl_stream_wait(stream), "to wait");
    }

    @Override
    public void store(Values out) {
        if (!outputReorderedInRun) {
            output.reorder(stream);
            check(dnnl_stream_wait(stream), "to wait");
        }
        out.copyFrom(output.bytes());
    }

    @Override
    public void spoil() {
        output.spoil();
    }

    @Override
    public void close() {
        inputs.values().forEach(Slot::close);
        output.close();
        dnnl_primitive_destroy(primitive);
        dnnl_stream_destroy(stream);
    }
}
