package dev.convbench.run;

/** The user asked for something that cannot be; the message is one sentence that says what there is instead. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    public UsageException(String message) {
        super(message);
    }

    /** With a sentence for the user and the cause. */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
