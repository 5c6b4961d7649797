package dev.convbench.peers.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.dnnl_version_t;

/** The library as a whole: loading it, its engine, its status codes. */
final class OneDnn {
    private OneDnn() {}

    /** Made when the first computation is. */
    private static final class Cpu {
        static final dnnl_engine ENGINE = new dnnl_engine();

        static {
            check(dnnl_engine_create(ENGINE, dnnl_cpu, 0), "an engine");
        }
    }

    /** Loads the library; gives its version. */
    static String load() {
        dnnl_version_t version = dnnl_version();
        return version.major() + "." + version.minor() + "." + version.patch();
    }

    static dnnl_engine engine() {
        return Cpu.ENGINE;
    }

    static dnnl_stream newStream() {
        dnnl_stream stream = new dnnl_stream();
        check(dnnl_stream_create(stream, engine(), dnnl_stream_default_flags), "a stream");
        return stream;
    }

    /**
     * Lets only success pass.
     *
     * @throws UnsupportedOperationException otherwise
     */
    static void check(int status, String what) {
        if (status != dnnl_success) {
            throw new UnsupportedOperationException("oneDNN refuses " + what + " with status " + status);
        }
    }
}
