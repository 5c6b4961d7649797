package dev.convbench.nn;

import dev.convbench.text.Printable;

/** A file does not hold what it must. The message is one sentence for the user, naming the file. */
public final class UnreadableFileException extends Exception {
    private static final long serialVersionUID = 1;

    /** With a message only. */
    public UnreadableFileException(String message) {
        super(Printable.of(message));
    }

    /** With what the system said. */
    public UnreadableFileException(String message, Throwable cause) {
        super(Printable.of(message), cause);
    }
}
