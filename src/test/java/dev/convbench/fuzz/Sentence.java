package dev.convbench.fuzz;

import dev.convbench.text.Printable;

/** What a user is told about a bad file: one line, neither empty nor endless, without control characters. */
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
        if (message == null || message.isBlank() || message.length() > LONGEST || !isPrintable(message)) {
            throw new AssertionError("no sentence for a user: " + message, refusal);
        }
    }

    /** Whether a terminal shows it as it is: the characters that move its cursor or change its colours do not get there. */
    static boolean isPrintable(String text) {
        return text.codePoints().allMatch(Printable::isPrintable);
    }
}
