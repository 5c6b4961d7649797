package dev.convbench.report;

/** Writes HTML: whatever comes from results is escaped, as text and as attribute. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** Markup of this program. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Text of any origin. */
    Html text(Object content) {
        out.append(escaped(String.valueOf(content)));
        return this;
    }

    /** An element with text of any origin in it; attributes are names and values by turns. */
    Html element(String name, Object content, String... attributes) {
        open(name, attributes);
        text(content);
        return close(name);
    }

    /** The beginning of an element. */
    Html open(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        }
        out.append('>');
        return this;
    }

    /** The end of one. */
    Html close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** Text that is nothing but text; characters that no document may hold become U+FFFD. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isAllowed(point) ? point : 0xFFFD);
            }
        });
        return safe.toString();
    }

    private static boolean isAllowed(int point) {
        boolean control = point < 0x20 && point != '\t' && point != '\n' || point >= 0x7F && point < 0xA0;
        boolean surrogate = point >= 0xD800 && point < 0xE000;
        // marks that turn the direction of the text after them
        boolean turns = point >= 0x202A && point <= 0x202E || point >= 0x2066 && point <= 0x2069;
        return !control && !surrogate && !turns;
    }
}
