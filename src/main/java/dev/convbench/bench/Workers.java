package dev.convbench.bench;

/** The parameter {@code workers}: a number of threads, or {@value #AUTO}. */
public final class Workers {
    /** One worker for a serial strategy, all processors for a parallel one. */
    public static final String AUTO = "auto";

    private Workers() {}

    /**
     * Reads the parameter.
     *
     * @param text a positive number, or {@value #AUTO}
     * @param parallel whether the strategy can use more than one worker
     * @throws IllegalArgumentException if it is neither
     */
    public static int parse(String text, boolean parallel) {
        if (text.equals(AUTO)) {
            return parallel ? Runtime.getRuntime().availableProcessors() : 1;
        }
        try {
            int workers = Integer.parseInt(text);
            if (workers >= 1) {
                return workers;
            }
        } catch (NumberFormatException e) {
            throw refusal(text, e);
        }
        throw refusal(text, null);
    }

    private static IllegalArgumentException refusal(String text, NumberFormatException cause) {
        return new IllegalArgumentException(
                "workers is '" + text + "', must be a number of at least 1, or " + AUTO, cause);
    }
}
