package dev.convbench.npy;

/** Text from files that are not trusted, for messages. */
final class Untrusted {
    private static final int SHOWN = 40;

    private Untrusted() {}

    /** Short, without control characters, in quotes. */
    static String quoted(String text) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return "'" + shown.replaceAll("[^\\x20-\\x7e]", "?") + "'";
    }
}
