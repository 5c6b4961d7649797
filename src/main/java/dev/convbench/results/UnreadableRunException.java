package dev.convbench.results;

/** Something that should be a run folder is not, or is damaged; the message says what and where. */
public final class UnreadableRunException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    public UnreadableRunException(String message) {
        super(message);
    }

    /** With a sentence for the user and the cause. */
    public UnreadableRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
