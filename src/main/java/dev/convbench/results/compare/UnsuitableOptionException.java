package dev.convbench.results.compare;

import dev.convbench.text.Printable;

/** An option does not fit what was read, or cannot be understood; the message is for the user. */
public final class UnsuitableOptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    UnsuitableOptionException(String message) {
        super(Printable.of(message));
    }

    /** With a sentence for the user and the cause. */
    UnsuitableOptionException(String message, Throwable cause) {
        super(Printable.of(message), cause);
    }
}
