package dev.convbench.peers.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.convbench.peers.base.NativeCalls;

/** The library as a whole: loading it without asking the network, its threads. */
final class PyTorch {
    private PyTorch() {}

    /** Loads the library; gives its version. */
    static String load() {
        System.setProperty("ai.djl.offline", "true");
        NativeCalls.keepFreedMemory();
        return Engine.getEngine("PyTorch").getVersion();
    }

    static NDManager newManager() {
        return NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch");
    }

    /**
     * Sets the number of threads, and checks it.
     *
     * @throws IllegalStateException if the library has another number afterwards
     */
    static void threads(int count) {
        JniUtils.setNumThreads(count);
        if (JniUtils.getNumThreads() != count) {
            throw new IllegalStateException(
                    "PyTorch has " + JniUtils.getNumThreads() + " threads after it was told to have " + count);
        }
    }
}
