package dev.convbench.peers.base;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import org.bytedeco.javacpp.Loader;

/** Settings of loaded libraries that have no Java method. */
public final class NativeCalls {
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_THRESHOLD = -3;
    private static final int KEPT = 1 << 30;
    private static final int PAD = 1 << 28;

    private NativeCalls() {}

    /**
     * Sets the number of OpenMP threads of the calling thread, and checks it.
     *
     * @throws IllegalStateException if the runtime has another number afterwards
     */
    public static void ompThreads(int count) {
        set("gomp", "omp_set_num_threads", "omp_get_max_threads", count);
    }

    /**
     * Sets the number of OpenBLAS's threads, and checks it.
     *
     * @throws IllegalStateException if the library has another number afterwards
     */
    public static void openBlasThreads(int count) {
        set("openblas", "openblas_set_num_threads", "openblas_get_num_threads", count);
    }

    private static void set(String library, String setter, String getter, int count) {
        function(library, setter).invokeVoid(new Object[] {count});
        int now = function(library, getter).invokeInt(new Object[0]);
        if (now != count) {
            throw new IllegalStateException(library + " has " + now + " threads after it was told to have " + count);
        }
    }

    /** A function of a library that JavaCPP has loaded: of that very file, because a second copy would have settings of its own. */
    private static Function function(String library, String symbol) {
        String path = Loader.getLoadedLibraries().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(library))
                .map(entry -> entry.getValue())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("lib" + library + " is not loaded"));
        return NativeLibrary.getInstance(path).getFunction(symbol);
    }

    /**
     * Tells the C library to keep freed memory instead of giving it back to the system: a library that allocates each output anew
     * otherwise meets fresh pages in each call. Where the C library knows no such setting, nothing changes.
     */
    public static void keepFreedMemory() {
        try {
            Function mallopt = NativeLibrary.getProcess().getFunction("mallopt");
            mallopt.invokeInt(new Object[] {M_MMAP_THRESHOLD, KEPT});
            mallopt.invokeInt(new Object[] {M_TRIM_THRESHOLD, Integer.MAX_VALUE});
            mallopt.invokeInt(new Object[] {M_TOP_PAD, PAD});
        } catch (UnsatisfiedLinkError e) {
            // Only glibc has mallopt.
            return;
        }
    }
}
