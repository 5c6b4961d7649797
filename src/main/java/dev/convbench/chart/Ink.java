package dev.convbench.chart;

import java.util.Locale;

/**
 * What a mark of a picture means, and so its colour: the same as in {@link Theme}, light and dark. An SVG document names inks in a
 * style sheet and is dark where the reader's system asks for it; a PNG is light.
 */
enum Ink {
    /** The background. */
    GROUND("#ffffff", "#0d1117"),
    /** Text, and lines as important as text. */
    TEXT("#1f2328", "#f0f6fc"),
    /** Secondary text. */
    MUTED("#59636e", "#9198a1"),
    /** What a reader must know before believing the rest. */
    WARNING("#b3261e", "#ff8a80"),
    /** Grid lines and axes. */
    GRID("#d1d9e0", "#3d444d"),
    /** The first of two series. */
    FIRST("#0072b2", "#3d9bd6"),
    /** The second of two series. */
    SECOND("#e69f00", "#d98e00"),
    /** A reference to compare with. */
    REFERENCE("#8c959f", "#6e7681"),
    /** Text on a coloured cell, which is as pale in the dark. */
    ON_CELL("#1f2328", "#1f2328");

    private final String light;
    private final String dark;

    Ink(String light, String dark) {
        this.light = light;
        this.dark = dark;
    }

    /** The colour on white, as {@code #rrggbb}. */
    String light() {
        return light;
    }

    /** The colour on black, as {@code #rrggbb}. */
    String dark() {
        return dark;
    }

    /** The name of the ink in a document: {@code fill-…} paints areas and text, {@code stroke-…} lines. */
    String style(String paint) {
        return paint + "-" + name().toLowerCase(Locale.ROOT);
    }

    /** The style sheet of all inks; it holds no character that XML would need escaped. */
    static String styleSheet() {
        StringBuilder css = new StringBuilder();
        css.append("text { font-family: system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif }\n");
        for (Ink ink : values()) {
            rules(css, "", ink, ink.light);
        }
        css.append("@media (prefers-color-scheme: dark) {\n");
        for (Ink ink : values()) {
            rules(css, "  ", ink, ink.dark);
        }
        return css.append("}\n").toString();
    }

    private static void rules(StringBuilder css, String indent, Ink ink, String colour) {
        css.append(indent)
                .append('.')
                .append(ink.style("fill"))
                .append(" { fill: ")
                .append(colour);
        css.append(" } .")
                .append(ink.style("stroke"))
                .append(" { stroke: ")
                .append(colour)
                .append(" }\n");
    }
}
