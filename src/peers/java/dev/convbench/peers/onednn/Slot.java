package dev.convbench.peers.onednn;

import static dev.convbench.peers.onednn.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** One tensor: its memory in the plain layout, that in the library's where this is another one, and the reorder between them. */
final class Slot {
    private static final long PAGE = 4096;

    private final dnnl_memory_desc plainLayout;
    private final BytePointer plainBytes;
    private final BytePointer ownBytes;
    private final dnnl_memory plain = new dnnl_memory();
    private final dnnl_memory own;
    private final dnnl_primitive reorder;
    private final dnnl_exec_arg_t reorderArguments;

    /**
     * Memory for a tensor.
     *
     * @param plainLayout NCHW or OIHW; becomes this slot's
     * @param ownLayout the library's
     * @param input whether the tensor goes into the library, or comes out of it
     */
    Slot(dnnl_memory_desc plainLayout, dnnl_memory_desc ownLayout, boolean input) {
        this.plainLayout = plainLayout;
        plainBytes = allocate(dnnl_memory_desc_get_size(plainLayout));
        check(dnnl_memory_create(plain, plainLayout, OneDnn.engine(), plainBytes), "memory");
        if (dnnl_memory_desc_equal(plainLayout, ownLayout) != 0) {
            ownBytes = null;
            own = plain;
            reorder = null;
            reorderArguments = null;
            return;
        }
        ownBytes = allocate(dnnl_memory_desc_get_size(ownLayout));
        own = new dnnl_memory();
        check(dnnl_memory_create(own, ownLayout, OneDnn.engine(), ownBytes), "memory");
        dnnl_memory_desc from = input ? plainLayout : ownLayout;
        dnnl_memory_desc to = input ? ownLayout : plainLayout;
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        check(
                dnnl_reorder_primitive_desc_create(description, from, OneDnn.engine(), to, OneDnn.engine(), null),
                "a reorder");
        reorder = new dnnl_primitive();
        check(dnnl_primitive_create(reorder, description), "a reorder");
        dnnl_primitive_desc_destroy(description);
        reorderArguments = new dnnl_exec_arg_t(2);
        reorderArguments.position(0).arg(DNNL_ARG_FROM).memory(input ? plain : own);
        reorderArguments.position(1).arg(DNNL_ARG_TO).memory(input ? own : plain);
        reorderArguments.position(0);
    }

    /** Zeros that begin at a page. */
    private static BytePointer allocate(long bytes) {
        BytePointer all = new BytePointer(bytes + PAGE);
        Pointer.memset(all, 0, bytes + PAGE);
        return all.position(-all.address() & (PAGE - 1));
    }

    /** The plain memory. */
    ByteBuffer bytes() {
        return plainBytes
                .limit(plainBytes.position() + dnnl_memory_desc_get_size(plainLayout))
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
    }

    /** What the primitive takes. */
    dnnl_memory memory() {
        return own;
    }

    /** Changes the layout, if there are two. */
    void reorder(dnnl_stream stream) {
        if (reorder != null) {
            check(dnnl_primitive_execute(reorder, stream, 2, reorderArguments), "to reorder");
        }
    }

    /** Fills all memory with NaN. */
    void spoil() {
        Pointer.memset(plainBytes, 0xff, dnnl_memory_desc_get_size(plainLayout));
        if (ownBytes != null) {
            Pointer.memset(ownBytes, 0xff, ownBytes.capacity() - ownBytes.position());
        }
    }

    void close() {
        if (reorder != null) {
            dnnl_primitive_destroy(reorder);
            dnnl_memory_destroy(own);
            ownBytes.deallocate();
        }
        dnnl_memory_destroy(plain);
        dnnl_memory_desc_destroy(plainLayout);
        plainBytes.deallocate();
    }
}
