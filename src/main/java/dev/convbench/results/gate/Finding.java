package dev.convbench.results.gate;

/** What a gate says about the time of one benchmark. */
public enum Finding {
    /** Slower in both stages, beyond chance, by at least the smallest effect that counts. */
    REGRESSION("REGRESSION"),
    /** The first stage suspected it and the second, in new JVMs, did not confirm it. */
    NOT_CONFIRMED("not confirmed"),
    /** One stage saw it become slower, and there was no second one. */
    SLOWER("slower"),
    /** Not slower by more than the smallest effect that counts. */
    FINE("fine"),
    /** Nothing was seen, and the forks vary too much to exclude the smallest effect that counts. */
    NOT_SEEN("nothing seen"),
    /** Faster in the first stage, which is the only one for what became faster. */
    FASTER("faster"),
    /** Forks are missing. */
    UNFINISHED("unfinished"),
    /** A fork failed. */
    FAILED("FAILED");

    private final String text;

    Finding(String text) {
        this.text = text;
    }

    /** For tables. */
    public String text() {
        return text;
    }
}
