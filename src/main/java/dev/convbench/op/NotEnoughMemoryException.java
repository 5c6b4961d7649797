package dev.convbench.op;

/** Arrays do not fit into the heap of this JVM; the message says what they are for, how many bytes they need, and what to do. */
public final class NotEnoughMemoryException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** For an array that Java cannot have, whatever memory there is; with the overflow that showed it. */
    NotEnoughMemoryException(String what, ArithmeticException cause) {
        super(
                what + " needs more elements than one Java array can hold (" + Sizes.MAX_ARRAY_LENGTH
                        + "); divide the batch or the channels",
                cause);
    }

    /** For arrays of so many bytes; with the error that the JVM threw, or null if nobody tried. */
    NotEnoughMemoryException(String what, long bytes, Throwable cause) {
        super(
                what + " needs " + bytes + " bytes of memory and this JVM may use "
                        + Runtime.getRuntime().maxMemory() + " in all; give it more with -Xmx",
                cause);
    }
}
