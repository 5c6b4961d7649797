package dev.convbench.fuzz;

/** What a user is told about a bad file: one line, neither empty nor endless. */
final class Sentence {
    private static final int LONGEST = 2000;

    private Sentence() {}

    /**
     * Looks at the message of an exception.
     *
     * @throws AssertionError if it is no sentence
     */
    static void require(Exception refusal) {
        String message = refusal.getMessage();
        if (message == null || message.isBlank() || message.length() > LONGEST || message.contains("\tat ")) {
            throw new AssertionError("no sentence for a user: " + message, refusal);
        }
    }
}
