package dev.convbench.op;

import java.util.function.Supplier;

/** Asks for large arrays so that a refusal says what they were for. */
public final class Memory {
    private Memory() {}

    /**
     * Refuses what can never fit.
     *
     * @param what that needs the memory, the beginning of a sentence
     * @param bytes all of it
     * @throws NotEnoughMemoryException if that is more than this JVM may use in all
     */
    public static void require(String what, long bytes) {
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw new NotEnoughMemoryException(what, bytes, null);
        }
    }

    /** Makes arrays after {@link #require}, and refuses in the same way if there is not enough memory left. */
    static <S> S allocate(String what, long bytes, Supplier<S> arrays) {
        require(what, bytes);
        try {
            return arrays.get();
        } catch (OutOfMemoryError e) {
            throw new NotEnoughMemoryException(what, bytes, e);
        }
    }
}
