package dev.convbench.results;

import dev.convbench.text.Printable;

/** Something that should be a run folder is not, or is damaged; the message says what and where. */
public final class UnreadableRunException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    public UnreadableRunException(String message) {
        super(Printable.of(message));
    }

    /** With a sentence for the user and the cause. */
    public UnreadableRunException(String message, Throwable cause) {
        super(Printable.of(message), cause);
    }
}
