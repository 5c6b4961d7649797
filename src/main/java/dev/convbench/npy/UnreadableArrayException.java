package dev.convbench.npy;

import dev.convbench.text.Printable;

/** A file does not hold an array that can be used. The message is one sentence for the user, naming the file. */
public final class UnreadableArrayException extends Exception {
    private static final long serialVersionUID = 1;

    /** With a message only. */
    public UnreadableArrayException(String message) {
        super(Printable.of(message));
    }

    /** With what the system said. */
    public UnreadableArrayException(String message, Throwable cause) {
        super(Printable.of(message), cause);
    }
}
