package dev.convbench.peers.onednn;

import static dev.convbench.peers.onednn.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_abcd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_abcde;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Descriptions of layouts and of the memory of tensors. */
final class Descriptions {
    private Descriptions() {}

    /** A layout of row-major order: of a bias, of activations or dense weights, of grouped weights. */
    static dnnl_memory_desc plain(long... dims) {
        return layout(
                switch (dims.length) {
                    case 1 -> dnnl_a;
                    case 4 -> dnnl_abcd;
                    default -> dnnl_abcde;
                },
                dims);
    }

    /** A layout of the library's. */
    static dnnl_memory_desc layout(int tag, long... dims) {
        dnnl_memory_desc description = new dnnl_memory_desc();
        check(dnnl_memory_desc_create_with_tag(description, dims.length, dims, dnnl_f32, tag), "a layout");
        return description;
    }

    /** Memory of an input: plain, and as the primitive wants it. */
    static Slot input(dnnl_memory_desc plain, dnnl_primitive_desc primitive, int query) {
        return new Slot(plain, dnnl_primitive_desc_query_md(primitive, query, 0), true);
    }

    /** Memory of an output: as the primitive gives it, and plain. */
    static Slot output(dnnl_memory_desc plain, dnnl_primitive_desc primitive, int query) {
        return new Slot(plain, dnnl_primitive_desc_query_md(primitive, query, 0), false);
    }

    /** The padding at an end, at least as much as the last window of a pooling in ceil mode needs. */
    static long endPadding(int out, int stride, int taps, int dilation, int in, int begin, int end) {
        return Math.max(end, (out - 1L) * stride + (taps - 1L) * dilation + 1 - in - begin);
    }
}
