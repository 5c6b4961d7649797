package dev.convbench.text;

import java.util.Locale;

/** Text that may come from anybody, fit for a message: a terminal obeys control characters, and a reader is fooled by invisible ones. */
public final class Printable {
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
