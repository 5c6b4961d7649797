package dev.convbench.peers.onednn;

import static dev.convbench.peers.onednn.Descriptions.endPadding;
import static dev.convbench.peers.onednn.Descriptions.input;
import static dev.convbench.peers.onednn.Descriptions.layout;
import static dev.convbench.peers.onednn.Descriptions.output;
import static dev.convbench.peers.onednn.Descriptions.plain;
import static dev.convbench.peers.onednn.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcd16b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_src_md;

import dev.convbench.op.PoolShape;
import dev.convbench.peers.base.Computation;
import dev.convbench.peers.base.Tensor;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Primitives of max pooling. */
final class OneDnnMaxPool {
    private OneDnnMaxPool() {}

    /** What finds maxima. */
    static Computation computation(PoolShape shape, Layout layout, int workers) {
        long[] xDims = {shape.mb(), shape.c(), shape.ih(), shape.iw()};
        long[] yDims = {shape.mb(), shape.c(), shape.oh(), shape.ow()};
        // Without a given source layout a pooling has nothing to choose by: 16 channels side by side is what
        // convolutions give.
        dnnl_memory_desc x = layout == Layout.NCHW ? plain(xDims) : layout(dnnl_aBcd16b, xDims);
        dnnl_memory_desc y = layout == Layout.NCHW ? plain(yDims) : layout(dnnl_format_tag_any, yDims);
        dnnl_primitive_desc primitive = new dnnl_primitive_desc();
        check(
                dnnl_pooling_forward_primitive_desc_create(
                        primitive,
                        OneDnn.engine(),
                        dnnl_forward_inference,
                        dnnl_pooling_max,
                        x,
                        y,
                        new long[] {shape.sh(), shape.sw()},
                        new long[] {shape.kh(), shape.kw()},
                        new long[] {shape.dh() - 1L, shape.dw() - 1L},
                        new long[] {shape.padTop(), shape.padLeft()},
                        new long[] {
                            endPadding(
                                    shape.oh(),
                                    shape.sh(),
                                    shape.kh(),
                                    shape.dh(),
                                    shape.ih(),
                                    shape.padTop(),
                                    shape.padBottom()),
                            endPadding(
                                    shape.ow(),
                                    shape.sw(),
                                    shape.kw(),
                                    shape.dw(),
                                    shape.iw(),
                                    shape.padLeft(),
                                    shape.padRight())
                        },
                        null),
                "the pooling " + shape);
        Map<Tensor, Slot> slots = new EnumMap<>(Tensor.class);
        slots.put(Tensor.X, input(plain(xDims), primitive, dnnl_query_src_md));
        Slot output = output(plain(yDims), primitive, dnnl_query_dst_md);
        boolean blocked = layout == Layout.BLOCKED;
        Set<Tensor> untimed = blocked ? EnumSet.of(Tensor.X) : EnumSet.noneOf(Tensor.class);
        return new OneDnnCall(
                primitive, slots, Map.of(Tensor.X, DNNL_ARG_SRC), output, DNNL_ARG_DST, untimed, blocked, workers);
    }
}
