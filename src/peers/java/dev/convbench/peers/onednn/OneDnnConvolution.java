package dev.convbench.peers.onednn;

import static dev.convbench.peers.onednn.Descriptions.endPadding;
import static dev.convbench.peers.onednn.Descriptions.input;
import static dev.convbench.peers.onednn.Descriptions.layout;
import static dev.convbench.peers.onednn.Descriptions.output;
import static dev.convbench.peers.onednn.Descriptions.plain;
import static dev.convbench.peers.onednn.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_src_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_src_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;

import dev.convbench.op.ConvShape;
import dev.convbench.op.Pass;
import dev.convbench.peers.base.Computation;
import dev.convbench.peers.base.Tensor;
import dev.convbench.peers.base.Values;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Primitives of a convolution. */
final class OneDnnConvolution {
    private final ConvShape shape;
    private final Layout layout;

    OneDnnConvolution(ConvShape shape, Layout layout) {
        this.shape = shape;
        this.layout = layout;
    }

    /** How the primitive is asked for an activation. */
    private dnnl_memory_desc asked(long... dims) {
        return layout == Layout.NCHW ? plain(dims) : layout(dnnl_format_tag_any, dims);
    }

    private long[] weights() {
        return shape.g() == 1
                ? new long[] {shape.oc(), shape.ic(), shape.kh(), shape.kw()}
                : new long[] {shape.g(), shape.ocPerGroup(), shape.icPerGroup(), shape.kh(), shape.kw()};
    }

    /**
     * What computes a pass.
     *
     * @param bias whether a bias is added
     * @param prepared weights whose layout is not to be timed; null if it is
     * @param workers threads
     */
    Computation computation(Pass pass, boolean bias, Values prepared, int workers) {
        long[] xDims = {shape.mb(), shape.ic(), shape.ih(), shape.iw()};
        long[] wDims = weights();
        long[] yDims = {shape.mb(), shape.oc(), shape.oh(), shape.ow()};
        dnnl_memory_desc x = asked(xDims);
        dnnl_memory_desc w = layout(dnnl_format_tag_any, wDims);
        dnnl_memory_desc y = asked(yDims);
        dnnl_memory_desc b = bias ? plain(shape.oc()) : null;
        dnnl_primitive_desc hint = pass == Pass.FORWARD ? null : forward(dnnl_forward_training, x, w, null, y);
        dnnl_primitive_desc primitive = switch (pass) {
            case FORWARD -> forward(dnnl_forward_inference, x, w, b, y);
            case BACKWARD_DATA -> backwardData(x, w, y, hint);
            default -> backwardWeights(x, w, y, hint);
        };
        for (dnnl_memory_desc description : new dnnl_memory_desc[] {x, w, y}) {
            dnnl_memory_desc_destroy(description);
        }
        if (hint != null) {
            dnnl_primitive_desc_destroy(hint);
        }
        Map<Tensor, Slot> slots = new EnumMap<>(Tensor.class);
        Slot output;
        int outputIndex;
        switch (pass) {
            case FORWARD -> {
                slots.put(Tensor.X, input(plain(xDims), primitive, dnnl_query_src_md));
                slots.put(Tensor.W, input(plain(wDims), primitive, dnnl_query_weights_md));
                if (bias) {
                    slots.put(Tensor.B, new Slot(b, b, true));
                }
                output = output(plain(yDims), primitive, dnnl_query_dst_md);
                outputIndex = DNNL_ARG_DST;
            }
            case BACKWARD_DATA -> {
                slots.put(Tensor.DY, input(plain(yDims), primitive, dnnl_query_diff_dst_md));
                slots.put(Tensor.W, input(plain(wDims), primitive, dnnl_query_weights_md));
                output = output(plain(xDims), primitive, dnnl_query_diff_src_md);
                outputIndex = DNNL_ARG_DIFF_SRC;
            }
            default -> {
                slots.put(Tensor.X, input(plain(xDims), primitive, dnnl_query_src_md));
                slots.put(Tensor.DY, input(plain(yDims), primitive, dnnl_query_diff_dst_md));
                output = output(plain(wDims), primitive, dnnl_query_diff_weights_md);
                outputIndex = DNNL_ARG_DIFF_WEIGHTS;
            }
        }
        boolean blocked = layout == Layout.BLOCKED;
        Set<Tensor> untimed = blocked ? EnumSet.of(Tensor.X, Tensor.DY) : EnumSet.noneOf(Tensor.class);
        if (prepared != null) {
            untimed.add(Tensor.W);
        }
        Map<Tensor, Integer> indices = Map.of(
                Tensor.X, DNNL_ARG_SRC,
                Tensor.W, DNNL_ARG_WEIGHTS,
                Tensor.B, DNNL_ARG_BIAS,
                Tensor.DY, DNNL_ARG_DIFF_DST);
        boolean outputUntimed = blocked && pass != Pass.BACKWARD_WEIGHTS;
        OneDnnCall call =
                new OneDnnCall(primitive, slots, indices, output, outputIndex, untimed, outputUntimed, workers);
        if (prepared != null) {
            call.load(Tensor.W, prepared);
        }
        return call;
    }

    private long[] strides() {
        return new long[] {shape.sh(), shape.sw()};
    }

    /** Zero means dense. */
    private long[] dilations() {
        return new long[] {shape.dh() - 1, shape.dw() - 1};
    }

    private long[] begin() {
        return new long[] {shape.padTop(), shape.padLeft()};
    }

    private long[] end() {
        return new long[] {
            endPadding(shape.oh(), shape.sh(), shape.kh(), shape.dh(), shape.ih(), shape.padTop(), shape.padBottom()),
            endPadding(shape.ow(), shape.sw(), shape.kw(), shape.dw(), shape.iw(), shape.padLeft(), shape.padRight())
        };
    }

    private dnnl_primitive_desc forward(
            int kind, dnnl_memory_desc x, dnnl_memory_desc w, dnnl_memory_desc b, dnnl_memory_desc y) {
        dnnl_primitive_desc primitive = new dnnl_primitive_desc();
        check(
                dnnl_convolution_forward_primitive_desc_create(
                        primitive,
                        OneDnn.engine(),
                        kind,
                        dnnl_convolution_direct,
                        x,
                        w,
                        b,
                        y,
                        strides(),
                        dilations(),
                        begin(),
                        end(),
                        null),
                "the forward pass of " + shape);
        return primitive;
    }

    private dnnl_primitive_desc backwardData(
            dnnl_memory_desc x, dnnl_memory_desc w, dnnl_memory_desc y, dnnl_primitive_desc hint) {
        dnnl_primitive_desc primitive = new dnnl_primitive_desc();
        check(
                dnnl_convolution_backward_data_primitive_desc_create(
                        primitive,
                        OneDnn.engine(),
                        dnnl_convolution_direct,
                        x,
                        w,
                        y,
                        strides(),
                        dilations(),
                        begin(),
                        end(),
                        hint,
                        null),
                "the gradient of the input of " + shape);
        return primitive;
    }

    private dnnl_primitive_desc backwardWeights(
            dnnl_memory_desc x, dnnl_memory_desc w, dnnl_memory_desc y, dnnl_primitive_desc hint) {
        dnnl_primitive_desc primitive = new dnnl_primitive_desc();
        check(
                dnnl_convolution_backward_weights_primitive_desc_create(
                        primitive,
                        OneDnn.engine(),
                        dnnl_convolution_direct,
                        x,
                        w,
                        null,
                        y,
                        strides(),
                        dilations(),
                        begin(),
                        end(),
                        hint,
                        null),
                "the gradient of the weights of " + shape);
        return primitive;
    }
}
