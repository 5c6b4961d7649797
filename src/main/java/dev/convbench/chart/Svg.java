package dev.convbench.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes an SVG document element by element. All text is escaped, numbers have at most two decimals and a point in every
 * locale, and the same calls give the same bytes.
 */
final class Svg {
    private static final int DECIMALS = 2;
    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> opened = new ArrayDeque<>();

    /** A document of this size in user units (CSS pixels). */
    Svg(int width, int height) {
        open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "width",
                width,
                "height",
                height,
                "viewBox",
                "0 0 " + width + " " + height,
                "role",
                "img");
    }

    /**
     * Begins an element.
     *
     * @param attributes names and values by turns; a value is text or a finite number
     * @throws IllegalArgumentException if they are odd in number, or a number is not finite
     */
    Svg open(String element, Object... attributes) {
        begin(element, attributes);
        out.append(">\n");
        opened.push(element);
        return this;
    }

    /** Ends the element begun last. */
    Svg close() {
        String element = opened.pop();
        indent();
        out.append("</").append(element).append(">\n");
        return this;
    }

    /** An element without content; attributes as in {@link #open}. */
    Svg leaf(String element, Object... attributes) {
        begin(element, attributes);
        out.append("/>\n");
        return this;
    }

    /** An element whose content is text; attributes as in {@link #open}. */
    Svg text(String element, String content, Object... attributes) {
        begin(element, attributes);
        out.append('>').append(escape(content)).append("</").append(element).append(">\n");
        return this;
    }

    /** Ends all that is open and gives the document. */
    String document() {
        while (!opened.isEmpty()) {
            close();
        }
        return out.toString();
    }

    private void begin(String element, Object... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("attribute without a value in " + element);
        }
        indent();
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            String text = value instanceof Number number ? number(number.doubleValue()) : escape(value.toString());
            out.append(' ').append(attributes[i]).append("=\"").append(text).append('"');
        }
    }

    private void indent() {
        out.append("  ".repeat(opened.size()));
    }

    /** At most two decimals, none that is not needed. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(value + " cannot be drawn");
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** Text that is safe as content and as an attribute; what XML cannot hold at all becomes U+FFFD. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    if (isXml(point)) {
                        escaped.appendCodePoint(point);
                    } else {
                        escaped.append(REPLACEMENT);
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || point >= 0x20 && point <= 0xD7FF
                || point >= 0xE000 && point <= 0xFFFD
                || point >= 0x10000;
    }
}
