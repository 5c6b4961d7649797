package dev.convbench.run;

/** A run cannot go on; the message is one sentence for the user. */
public final class RunFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    public RunFailedException(String message) {
        super(message);
    }

    /** With a sentence for the user and the cause. */
    public RunFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
