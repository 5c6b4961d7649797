package dev.convbench.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Text that may come from anybody, fit for a message: a terminal obeys control characters, and a reader is fooled by invisible ones. */
public final class Printable {
    private static final int SHOWN = 40;

    private Printable() {}

    /**
     * The text with every control, formatting, private and unpaired character written as its code, a backslash, u and four hexadecimal digits.
     *
     * @param text any text, or null
     * @return the same text if there is nothing to write otherwise
     */
    public static String of(String text) {
        if (text == null || text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return shown.toString();
    }

    /** The text in quotes, no more than its beginning if it is long. */
    public static String quoted(String text) {
        return "'" + of(text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text) + "'";
    }

    /** The same for each line of a text; its line breaks stay. */
    public static String lines(String text) {
        return Arrays.stream(text.split("\n", -1)).map(Printable::of).collect(Collectors.joining("\n"));
    }

    /** Whether a character shows as itself. */
    public static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
